import type { OutageCode } from '../snapshot/read.ts';
import type { ClosingLine } from './closing.ts';
import type { CommandFlags } from './command-text.ts';
import { kubectlCommand, kubeproctorCommand } from './command-text.ts';

/** What to do about an outage: a sentence, and a command where one helps. */
export function outageWayOut(code: OutageCode, { copy: _, ...flags }: CommandFlags): ClosingLine {
  switch (code) {
    case 'unreachable':
    case 'timeout':
    case 'truncated':
      return { text: 'Does the cluster run?', command: kubeproctorCommand(flags, 'status') };
    case 'expired_list':
    case 'throttled':
    case 'gone_meanwhile':
      return { text: 'Check again in a moment.' };
    case 'no_answer':
      return { text: 'Do all nodes run?', command: kubectlCommand(flags, 'get', 'nodes') };
    case 'forbidden':
      return { text: 'Ask whoever runs the cluster for the right to read this in the namespaces of the lab.' };
    case 'unauthorized':
    case 'certificate':
      return { text: 'Do your credentials still work?', command: kubectlCommand(flags, 'get', 'namespaces') };
    case 'server_error':
    case 'discovery':
      return { text: 'What does the cluster say of itself?', command: kubeproctorCommand(flags, 'doctor') };
    default:
      return code satisfies never;
  }
}
