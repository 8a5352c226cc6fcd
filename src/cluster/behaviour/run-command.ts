import { containerRun } from '../../kubernetes/container-run.ts';
import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import type { CommandAnswer, CommandRead } from '../../snapshot/behaviour/command-read.ts';
import { outageOf } from '../classify-response.ts';
import type { ApiResponse, ClusterClient } from '../client.ts';
import { OutageError } from '../client.ts';
import { oneLine } from '../one-line.ts';
import type { ReadOptions } from '../reads.ts';
import { resourcePath } from '../resource-path.ts';
import { foreignStatus } from './foreign-response.ts';
import { goneMeanwhile, noAnswer, withinTime } from './no-answer.ts';
import { podResource, readPod } from './read-pod.ts';

/** Of each of its outputs so much is kept. */
const keptBytes = 64 * 1024;
/** A command that prints more than this is not waited for. */
const maxBytes = 8 * 1024 * 1024;
/** https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming ; the newer first. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/**
 * What a command prints in the very container that is meant, without a shell and without input.
 * @throws OutageError
 */
export async function runCommand(
  client: ClusterClient,
  read: CommandRead,
  options: ReadOptions,
): Promise<CommandAnswer> {
  await requireRunning(client, read, options);
  return runInContainer(client, read, options);
}

/** @throws OutageError `no_answer` where it does not run. */
export async function requireRunning(
  client: ClusterClient,
  read: Omit<CommandRead, 'read' | 'run'>,
  options: ReadOptions,
): Promise<void> {
  const { runningSince, waits } = containerRun(await readPod(client, read, options), read.container);
  const why = waits === '' ? '' : `: ${waits}`;
  if (runningSince === undefined)
    throw noAnswer(`container ${read.container} of pod/${read.pod} in ${read.namespace} does not run${why}`);
}

export async function runInContainer(
  client: ClusterClient,
  { namespace, pod, container, run }: Omit<CommandRead, 'read' | 'uid'>,
  options: ReadOptions,
): Promise<CommandAnswer> {
  const query = { container, command: run, stdout: true, stderr: true };
  const path = resourcePath(podResource, { namespace, name: pod, subresource: 'exec' }, query);
  return commandAnswer(await withinTime(options, (rest) => client.exchange({ path, protocols, maxBytes, ...rest })));
}

/**
 * The outputs and the exit code; each message begins with the number of its channel: 1 and 2 for the outputs, 3 for the
 * Status at the end.
 * https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go
 * @throws OutageError
 */
export function commandAnswer(outcome: ApiResponse | readonly Buffer[]): CommandAnswer {
  if ('status' in outcome) throw refusedUpgrade(outcome);
  const channel = (number: number): Buffer =>
    Buffer.concat(outcome.filter((message) => message[0] === number).map((message) => message.subarray(1)));
  const [output, errors, end] = [channel(1), channel(2), channel(3)];
  const status = parsed(end.toString('utf8'));
  if (!isJsonObject(status))
    throw new OutageError({ code: 'truncated', detail: 'the connection ended before the command did' });
  const exitCode = exitCodeOf(status);
  if (exitCode === undefined) return whyNotRun(oneLine(String(status.message ?? '')));
  return {
    ...{ answer: 'command', exitCode, output: textOf(output), errors: textOf(errors) },
    isCut: output.length > keptBytes || errors.length > keptBytes,
  };
}

const textOf = (bytes: Buffer): string => bytes.subarray(0, keptBytes).toString('utf8');

function exitCodeOf(status: JsonObject): number | undefined {
  if (status.status === 'Success') return 0;
  const cause = mappingsAt(status, 'details', 'causes').find(({ reason }) => reason === 'ExitCode');
  const code = Number(cause?.message);
  return Number.isInteger(code) ? code : undefined;
}

/** @throws OutageError for what says nothing about the command. */
function whyNotRun(message: string): CommandAnswer {
  if (/executable file not found|no such file or directory|permission denied/.test(message))
    return {
      answer: 'notRun',
      words: message.replace(/^.*unable to start container process: /, '').replace(/: unknown$/, ''),
    };
  throw outageIn(message);
}

function outageIn(message: string): OutageError {
  if (/container not found|not found$/.test(message)) return goneMeanwhile(message);
  return noAnswer(message);
}

/** The kubelet's own words come in plain text, past the API server. */
function refusedUpgrade(response: ApiResponse): OutageError {
  const status = foreignStatus(response);
  const message = oneLine(String(status?.message ?? response.body));
  if (response.status === 404 || /^container not found /.test(message)) return goneMeanwhile(message);
  const isOfNode = response.status >= 500 && /error dialing backend|^Get "https:|unable to upgrade/.test(message);
  return isOfNode ? noAnswer(message) : new OutageError(outageOf({ ...response, body: status ?? message }));
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json; // JSON.parse returns nothing else
  } catch {
    return null;
  }
}
