import { randomBytes } from 'node:crypto';
import type { Measurement } from '../../lab/capabilities.ts';
import { UserError } from '../../user-error.ts';
import type { ClusterClient } from '../client.ts';
import { watchUntil } from '../watch.ts';
import type { ObjectResult } from '../write.ts';
import { createObject } from '../write.ts';
import { judgeSights, programNotRun } from './judge-sights.ts';
import { inMeasuringNamespace } from './measuring-namespace.ts';
import type { PodOutcome } from './pod-outcome.ts';
import { heldUpBy, podOutcome } from './pod-outcome.ts';
import type { ProbeOptions, Sight } from './probe-pods.ts';
import { clientPod, probePolicy, serverPod, sightIn } from './probe-pods.ts';

export interface MeasureOptions {
  /** Has `sh`, `httpd` and `wget`, as busybox. */
  readonly image: string;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress: (step: MeasureStep) => void;
}

export type MeasureStep = 'server' | 'traffic' | 'policy' | 'removing';

/**
 * Measures with a pair of Pods, in a namespace of its own that is removed again, whether Pods run, whether traffic flows
 * between them, and whether a NetworkPolicy cuts it off. Nothing is concluded from what a plug-in is called.
 * @throws UserError `measure_refused`, `measure_failed`, `measure_left`; OutageError, or what `signal` was aborted with.
 */
export async function measureCluster(client: ClusterClient, options: MeasureOptions): Promise<Measurement['found']> {
  const { image, now, signal, onProgress } = options;
  const removing = { now, signal, onRemoving: () => onProgress('removing') };
  return inMeasuringNamespace(client, removing, (namespace) =>
    measureIn(client, { namespace, image, word: randomBytes(8).toString('hex') }, options),
  );
}

async function measureIn(
  client: ClusterClient,
  probe: ProbeOptions,
  options: MeasureOptions,
): Promise<Measurement['found']> {
  options.onProgress('server');
  await created(() => createObject(client, serverPod(probe), options), options);
  const server = await outcomeOf(client, probe, 'server', options);
  if (server.pod !== 'ready') throw unusable(probe.image, server.pod === 'stuck' ? server.why : 'its program ended');
  options.onProgress('traffic');
  const look = async (name: string, awaited: Sight, inARow: number, tries: number) => {
    const target = { address: server.address, awaited, inARow, tries };
    await created(() => createObject(client, clientPod(name, probe, target), options), options);
    const looked = await outcomeOf(client, probe, name, options);
    if (looked.pod !== 'ended') throw unusable(probe.image, looked.pod === 'stuck' ? looked.why : 'it does not end');
    return looked;
  };
  const before = await look('before', 'open open', 1, 5);
  const sight = sightIn(before.message, probe.word);
  if (sight === undefined) return programNotRun;
  const nodes = { client: before.node, server: server.node };
  if (sight !== 'open open') return judgeSights({ before: sight, nodes });
  options.onProgress('policy');
  await created(() => createObject(client, probePolicy(probe.namespace), options), options);
  const after = await look('after', 'shut open', 2, 8);
  return judgeSights({ before: sight, after: sightIn(after.message, probe.word), nodes });
}

/** To pull a small image, and to look as often as a client does. */
const outcomeMs = 90_000;

/** The server's end is to be ready, a client's to have ended. What has come to nothing in time may do so later: it is stuck. */
async function outcomeOf(
  client: ClusterClient,
  { namespace }: ProbeOptions,
  name: string,
  { signal }: MeasureOptions,
): Promise<PodOutcome> {
  const target = { kind: 'Pod', namespace, fieldSelector: `metadata.name=${name}` };
  const result = await watchUntil(
    client,
    target,
    ([pod]) => {
      const outcome = pod === undefined ? undefined : podOutcome(pod);
      return outcome?.pod === 'ready' && name !== 'server' ? undefined : outcome;
    },
    { timeoutMs: outcomeMs, signal },
  );
  signal.throwIfAborted();
  if (result.result === 'met') return result.value;
  return { pod: 'stuck', why: `after ${outcomeMs / 1000} s it is still held up: ${heldUpBy(result.last[0])}` };
}

/** In a new namespace the ServiceAccount `default` is there a moment later than the namespace. */
async function created(create: () => Promise<ObjectResult>, { sleep }: MeasureOptions): Promise<void> {
  for (let tries = 1; ; tries++) {
    const result = await create();
    if (result.result === 'ok' || result.result === 'alreadyExists') return;
    if (tries === 10 || !/serviceaccount/i.test(result.message))
      throw new UserError('measure_refused', `What is needed to measure could not be made: ${result.message}`, {
        exitCode: 1,
      });
    await sleep(300);
  }
}

const unusable = (image: string, why: string): UserError =>
  new UserError('measure_failed', `Nothing was measured: no Pod could be run from ${image}: ${why}`, {
    wayOut: 'Name an image with sh, httpd and wget that the nodes have or can pull: --image busybox:TAG',
    exitCode: 3,
  });
