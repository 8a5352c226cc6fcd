import type {
  BehaviourEvidence,
  BehaviourIssue,
  ToldCommand,
  ToldLog,
  ToldLookup,
  ToldRequest,
} from '../checks/behaviour/told.ts';
import type { Json } from '../kubernetes/json.ts';
import { commandText } from './command-text.ts';
import { objectsText, objectText } from './object-text.ts';
import type { Told } from './sentence.ts';
import { valueText } from './value-text.ts';

/** What programs in Pods do against what is wanted of them. */
export function behaviourTold(issue: BehaviourIssue): Told {
  switch (issue.code) {
    case 'http_unreached':
      return {
        where: requestText(issue.request),
        wanted: `${requestText(issue.request)} is answered`,
        found: unreachedText(issue),
      };
    case 'http_differs':
      return {
        where: requestText(issue.request),
        wanted: `${requestText(issue.request)} is answered with ${partText(issue.difference.path, issue.difference.wanted)}`,
        found: answeredText(issue),
      };
    case 'log_missing':
      return { where: logText(issue.log), wanted: `there is ${logText(issue.log)}`, found: missingText(issue) };
    case 'log_lacks': {
      const { log, wanted, line, exitCode } = issue;
      const ended = exitCode === undefined ? '' : `that run ended with code ${exitCode}, `;
      return {
        where: logText(log),
        wanted: `${logText(log)} ${typeof wanted === 'string' ? `has the line ${JSON.stringify(wanted)}` : `is ${valueText(wanted)}`}`,
        found: line === '' ? `${ended}and it is empty` : `${ended}its last line is ${JSON.stringify(line)}`,
      };
    }
    case 'exec_differs': {
      const { command, exitCode, line, difference } = issue;
      const where = commandWords(command);
      const wanted = `${where} ${ranWords(difference.path, difference.wanted)}`;
      return { where, wanted, found: `it ends with code ${exitCode}${printedWords(line)}` };
    }
    case 'dns_differs':
      return {
        where: lookupText(issue),
        wanted: lookupWanted(issue),
        found: issue.found === undefined ? `no address (asked for: ${issue.asked.join(', ')})` : foundNameText(issue),
      };
    default:
      return issue satisfies never;
  }
}

export function behaviourEvidence(evidence: BehaviourEvidence): string {
  switch (evidence.code) {
    case 'http': {
      const { request, status, line, pods } = evidence;
      const byPods = pods.length === 0 || request.to.kind === 'Pod' ? '' : ` by ${objectsText(pods)}`;
      return `${requestText(request)} is answered${byPods} with status ${status}${lineText(line)}`;
    }
    case 'log': {
      const { log, line, exitCode } = evidence;
      const ended = exitCode === undefined ? '' : `, which ended with code ${exitCode},`;
      return `${logText(log)}${ended} ${line === '' ? 'is empty' : `says ${JSON.stringify(line)}`}`;
    }
    case 'exec':
      return `${commandWords(evidence.command)} ends with code ${evidence.exitCode}${printedWords(evidence.line)}`;
    case 'dns': {
      const of = evidence.of === undefined ? '' : `, which is ${objectText(evidence.of)}`;
      return evidence.found === undefined
        ? `${lookupText(evidence)} means nothing`
        : `${lookupText(evidence)} is ${foundNameText(evidence)}${of}`;
    }
    default:
      return evidence satisfies never;
  }
}

/** `the log of container app of pod/web-1 in shop`. */
const logText = ({ pod, container, run }: ToldLog): string =>
  `the log of ${run === 'ended' ? 'the last ended run of ' : ''}container ${container} of ${objectText(pod)}`;

function missingText({ why, words, log }: Extract<BehaviourIssue, { code: 'log_missing' }>): string {
  switch (why) {
    case 'no_container':
      return `the Pod has no container ${log.container}`;
    case 'not_started':
      return `the container has not started yet${words === '' ? '' : ` (${words})`}`;
    case 'not_ended':
      return 'no run of the container has ended yet';
    default:
      return why satisfies never;
  }
}

/** `cat /data/x in container probe of pod/probe in shop`. */
const commandWords = ({ pod, container, run }: ToldCommand): string =>
  `${commandText(run)} in container ${container} of ${objectText(pod)}`;

/** `ends with code 0`, `prints "ok"`. */
function ranWords(path: string, wanted: Json): string {
  const text = valueText(wanted);
  if (path === 'exit') return `ends with code ${text}`;
  return `prints ${text}${path === 'errors' ? ' as an error' : ''}`;
}

const printedWords = (line: string): string =>
  line === '' ? ' and prints nothing' : ` and prints ${JSON.stringify(line)}`;

/** `the name web in pod/probe in shop`. */
const lookupText = ({ lookup }: ToldLookup): string => `the name ${lookup.name} in ${objectText(lookup.pod)}`;

function lookupWanted(issue: Extract<BehaviourIssue, { code: 'dns_differs' }>): string {
  if (!issue.isWanted) return `${lookupText(issue)} means nothing`;
  const addresses = issue.wanted.length === 0 ? '' : issue.wanted.join(', ');
  if (issue.of === undefined)
    return `${lookupText(issue)} has ${addresses === '' ? 'an address' : `the address ${addresses}`}`;
  return `${lookupText(issue)} means ${objectText(issue.of)} (${addresses === '' ? 'without an address at present' : addresses})`;
}

/** `web.shop.svc.cluster.local. (10.96.0.7)`. */
const foundNameText = ({ found = '', addresses }: ToldLookup): string => `${found} (${addresses.join(', ')})`;

/** `GET /healthz of service/web in shop, port http,`. */
const requestText = ({ to, port, isHttps, path }: ToldRequest): string =>
  `GET ${path} of ${objectText(to)}, port ${port}${isHttps ? ' with TLS' : ''},`;

function unreachedText({ request, why, pods, words }: Extract<BehaviourIssue, { code: 'http_unreached' }>): string {
  const who = pods.length === 0 || request.to.kind === 'Pod' ? '' : `${objectsText(pods)}: `;
  switch (why) {
    case 'no_endpoints':
      return pods.length === 0
        ? 'no Pod is selected by it, or none is ready'
        : `none of its Pods is ready: ${objectsText(pods)}`;
    case 'no_port':
      return 'there is no such port';
    case 'refused':
      return `${who}nothing listens there (${words})`;
    case 'no_tls':
      return `${who}what listens there speaks no TLS`;
    case 'no_http':
      return `${who}what listens there speaks no HTTP (${words})`;
    case 'not_running':
      return `${objectsText(pods)} does not run`;
    default:
      return why satisfies never;
  }
}

function answeredText({
  by,
  request,
  status,
  line,
  difference,
}: Extract<BehaviourIssue, { code: 'http_differs' }>): string {
  const who = by === undefined || request.to.kind === 'Pod' ? '' : `${objectText(by)} answers with `;
  const isShown = difference.path === 'status' || difference.path === 'body' || difference.path === 'json';
  const part = isShown ? '' : `, ${partText(difference.path, difference.found)}`;
  return `${who}status ${status}${lineText(line)}${part}`;
}

/** `status 200`, `the header location /login`, `version 2 in its JSON`, `the body "ok"`. */
function partText(path: string, value: Json | undefined): string {
  const text = valueText(value);
  const [, header] = /^headers\.?(.+)$/.exec(path) ?? [];
  if (header !== undefined)
    return value === undefined ? `without the header ${header}` : `the header ${header} ${text}`;
  const [, inJson] = /^json\.?(.+)$/.exec(path) ?? [];
  if (inJson !== undefined) return value === undefined ? `no ${inJson} in its JSON` : `${inJson} ${text} in its JSON`;
  return path === 'json' ? `JSON ${text}` : path === 'body' ? `a body that is ${text}` : `${path} ${text}`;
}

const lineText = (line: string): string => (line === '' ? ' and nothing in the body' : ` and ${JSON.stringify(line)}`);
