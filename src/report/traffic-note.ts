import type { SeenConnection, WhyUntried } from '../checks/reach/confirmation.ts';
import type { ReportNote, TriedConnections } from '../grade/report.ts';
import type { CommandFlags } from './command-text.ts';
import { kubectlCommand, kubeproctorCommand } from './command-text.ts';
import { objectText } from './object-text.ts';
import { outageText } from './unknown-sentence.ts';
import { fewText } from './word-list.ts';

export type TrafficNote = Exclude<ReportNote, { note: 'policies_not_enforced' }>;

const allTheSame = 'The tasks are judged by the policies all the same.';
const followsSoon = 'A policy was changed a moment ago, and the network takes some seconds to follow: check again.';

/** What real traffic showed where the policies say something else, or why it showed nothing; what to do about it comes last. */
export function trafficNote(note: TrafficNote, flags: CommandFlags): readonly string[] {
  switch (note.note) {
    case 'came_about':
      return [
        `Tried from ${objectText(note.from)}, this came about although the policies forbid it: ${listText(note)}. ${allTheSame}`,
        doubtText(note.doubt, flags),
      ];
    case 'did_not_come_about':
      return [
        `Tried from ${objectText(note.from)}, this did not come about although the policies allow it: ${listText(note)}. ${allTheSame}`,
        note.isFresh ? followsSoon : whyNot(note, flags),
      ];
    case 'not_tried':
      return [
        `${note.tried === 0 ? 'No connection' : 'Not every connection'} could be tried from ${objectText(note.from)}: ${whyText(note.untried)}. ${allTheSame}`,
      ];
    default:
      return note satisfies never;
  }
}

/** `pod/db in shop on TCP 5432`. */
export const connectionText = ({ to, port }: SeenConnection): string => `${objectText(to)} on TCP ${port}`;

const listText = ({ connections }: Omit<TriedConnections, 'tasks'>): string =>
  fewText(connections.map(connectionText), 3);

function doubtText(doubt: Extract<TrafficNote, { note: 'came_about' }>['doubt'], flags: CommandFlags): string {
  if (doubt === 'fresh') return followsSoon;
  const measure = kubeproctorCommand(flags, 'doctor', '--measure');
  return doubt === 'cut_off'
    ? `Others that they forbid were cut off, so that this cluster does enforce policies. Check again; if it stays so, measure it: ${measure}`
    : `Others that they forbid were refused, which this cluster does, or a Pod in which nothing listens there. To measure whether it enforces policies: ${measure}`;
}

function whyNot({ connections }: TriedConnections, flags: CommandFlags): string {
  const [first] = connections;
  const why = connections.every(({ isRefused }) => isRefused)
    ? 'It was refused, so that most likely no program listens there.'
    : 'Perhaps no program listens there, a Pod is not ready any more, or something else than the policies cuts it off.';
  const where = first?.to.namespace === undefined ? [] : ['-n', first.to.namespace];
  return `${why} Look: ${kubectlCommand(flags, 'get', 'pods,endpointslices', ...where, '-o', 'wide')}`;
}

function whyText(untried: WhyUntried): string {
  switch (untried.why) {
    case 'replaced':
      return 'the Pod that the start made is not there any more';
    case 'changed':
      return 'it has another image than at the start';
    case 'outage':
      return outageText(untried.outage);
    case 'unable':
      return untried.words;
    default:
      return untried satisfies never;
  }
}
