import { setTimeout as sleep } from 'node:timers/promises';
import { containerRun } from '../../kubernetes/container-run.ts';
import type { LogAnswer, LogRead } from '../../snapshot/behaviour/log-read.ts';
import { outageOf } from '../classify-response.ts';
import type { ApiResponse, ClusterClient } from '../client.ts';
import { OutageError } from '../client.ts';
import { oneLine } from '../one-line.ts';
import type { ReadOptions } from '../reads.ts';
import { resourcePath } from '../resource-path.ts';
import { foreignStatus, isFromApiServer } from './foreign-response.ts';
import { goneMeanwhile, noAnswer, withinTime } from './no-answer.ts';
import { podResource, readPod } from './read-pod.ts';

/** Lines and bytes from the end of a log. */
const tailLines = 5_000;
const limitBytes = 256 * 1024;

/** The node has often removed the log of an ended run; at the next crash there is another one. */
const tries = 4;
const pauseMs = 700;

/**
 * The log of a run of a container. Which one `previous` means changes with every restart, so that the Pod is looked at
 * before and after; while nothing runs, the plain log is that of the run that has ended.
 * @throws OutageError
 */
export async function containerLog(client: ClusterClient, read: LogRead, options: ReadOptions): Promise<LogAnswer> {
  for (let attempt = 1; ; attempt++) {
    const before = containerRun(await readPod(client, read, options), read.container);
    const isWanted = read.run === 'ended' ? before.hasEnded : before.hasStarted;
    if (!isWanted) return { answer: 'noLog', words: before.waits };
    const isPrevious = read.run === 'ended' && !before.isEndedNow;
    const answer = await ask(client, read, isPrevious, options);
    const after = containerRun(await readPod(client, read, options), read.container);
    const isSame = before.restarts === after.restarts && before.isEndedNow === after.isEndedNow;
    if (answer !== 'removed' && isSame)
      return answer.answer === 'log' && read.run === 'ended' && before.exitCode !== undefined
        ? { ...answer, exitCode: before.exitCode }
        : answer;
    if (attempt === tries)
      throw answer === 'removed'
        ? goneMeanwhile(`the node has removed the log of the last run of container ${read.container} that ended`)
        : goneMeanwhile(`container ${read.container} restarts faster than its log is read`);
    await sleep(pauseMs, undefined, options.signal === undefined ? {} : { signal: options.signal }).catch(() => {});
  }
}

async function ask(
  client: ClusterClient,
  { namespace, pod, container }: LogRead,
  isPrevious: boolean,
  options: ReadOptions,
): Promise<LogAnswer | 'removed'> {
  const query = { container, tailLines, limitBytes, ...(isPrevious ? { previous: true } : {}) };
  const path = resourcePath(podResource, { namespace, name: pod, subresource: 'log' }, query);
  const request = { method: 'GET', path, accept: '*/*', textLimit: limitBytes } as const;
  return logAnswer(await withinTime(options, (rest) => client.request({ ...request, ...rest })));
}

/**
 * `removed`: what the kubelet writes in place of a log that it has no more, with status 200; seen on Kubernetes 1.36.
 * @throws OutageError
 */
export function logAnswer(response: ApiResponse): LogAnswer | 'removed' {
  if (!isFromApiServer(response)) throw new OutageError(outageOf(response));
  const text = String(response.body);
  if (response.status === 200) {
    if (/^unable to retrieve container logs for \S+\s*$/.test(text)) return 'removed';
    const isCut = response.isCut === true || Buffer.byteLength(text) >= limitBytes || linesIn(text) >= tailLines;
    return { answer: 'log', text, isCut };
  }
  const status = foreignStatus(response);
  const message = oneLine(String(status?.message ?? text));
  if (response.status === 400 && / is waiting to start: /.test(message)) return { answer: 'noLog', words: message };
  if (response.status === 400 && /^previous terminated container .* not found$/.test(message)) return 'removed';
  if (response.status === 404) throw goneMeanwhile(message);
  if (response.status >= 500 && /^Get "https:\/\/[^"]+": /.test(message)) throw noAnswer(message);
  throw new OutageError(outageOf(status === undefined ? response : { ...response, body: status }));
}

const linesIn = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
