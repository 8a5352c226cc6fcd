import type { BehaviourEvidence, BehaviourIssue, ToldRequest } from '../checks/behaviour/told.ts';
import type { Json } from '../kubernetes/json.ts';
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
    default:
      return issue satisfies never;
  }
}

export function behaviourEvidence({ request, status, line, pods }: BehaviourEvidence): string {
  const byPods = pods.length === 0 || request.to.kind === 'Pod' ? '' : ` by ${objectsText(pods)}`;
  return `${requestText(request)} is answered${byPods} with status ${status}${lineText(line)}`;
}

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
