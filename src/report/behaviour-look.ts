import type { BehaviourIssue, ToldCommand, ToldLog } from '../checks/behaviour/told.ts';
import type { CommandFlags } from './command-text.ts';
import { kubectlCommand } from './command-text.ts';

/** The command that shows what an issue about behaviour speaks of. */
export function lookAtBehaviour(issue: BehaviourIssue, flags: CommandFlags): string {
  const kubectl = (...words: readonly string[]): string => kubectlCommand(flags, ...words);
  switch (issue.code) {
    case 'http_unreached':
      return issue.raw === undefined ? lookAtPods(issue, kubectl) : kubectl('get', '--raw', issue.raw);
    case 'http_differs':
      return kubectl('get', '--raw', issue.raw);
    case 'log_missing':
      return kubectl('describe', 'pod', issue.log.pod.name, '-n', issue.log.pod.namespace ?? '');
    case 'log_lacks':
      return lookAtLog(issue.log, kubectl);
    case 'exec_differs':
      return lookInside(issue.command, kubectl);
    case 'dns_differs':
      return lookInside({ ...issue.lookup, run: ['nslookup', issue.found ?? issue.asked[0] ?? ''] }, kubectl);
    default:
      return issue satisfies never;
  }
}

const lookInside = ({ pod, container, run }: ToldCommand, kubectl: Kubectl): string =>
  kubectl('exec', pod.name, '-c', container, '-n', pod.namespace ?? '', '--', ...run);

type Kubectl = (...words: readonly string[]) => string;

const lookAtLog = ({ pod, container, isPrevious }: ToldLog, kubectl: Kubectl): string =>
  kubectl('logs', pod.name, '-c', container, '-n', pod.namespace ?? '', ...(isPrevious ? ['--previous'] : []));

function lookAtPods(
  { why, pods, request }: Extract<BehaviourIssue, { code: 'http_unreached' }>,
  kubectl: Kubectl,
): string {
  const place = ['-n', request.to.namespace ?? ''];
  const [pod] = why === 'not_running' ? pods : [];
  return pod === undefined
    ? kubectl('get', 'pods,endpointslices', ...place, '-o', 'wide')
    : kubectl('describe', 'pod', pod.name, ...place);
}
