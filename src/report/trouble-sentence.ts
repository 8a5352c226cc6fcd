import type { ToldTrouble } from '../checks/troubles.ts';
import type { MissingConfig } from '../kubernetes/trouble/config-trouble.ts';
import type { ProbeQuestion } from '../kubernetes/trouble/probe-trouble.ts';
import type { SchedulingReason } from '../kubernetes/trouble/scheduling-trouble.ts';
import type { InContainer } from '../kubernetes/trouble/trouble.ts';
import { counted } from './counted.ts';
import { objectText } from './object-text.ts';

/** `pod/web-x7k2p in shop: its container web cannot get its image …`. */
export function troubleSentence(trouble: ToldTrouble): string {
  const { alike, object } = trouble;
  const others = alike === 0 ? '' : `; the same of ${alike} more`;
  return `${objectText(object)}: ${troubleText(trouble)}${others}`;
}

function troubleText(trouble: ToldTrouble): string {
  switch (trouble.code) {
    case 'image':
      return `${containerText(trouble)} cannot get its image ${trouble.image}: ${imageText(trouble)}`;
    case 'crash':
      return `${containerText(trouble)} ${endsText(trouble)} with exit code ${trouble.exitCode}${exitText(trouble.exitCode)}${saidText(trouble.said)}`;
    case 'ends':
      return `${containerText(trouble)} ${endsText(trouble)} with exit code 0, and should go on: its command comes to its end`;
    case 'out_of_memory':
      return `${containerText(trouble)} is killed for using more memory than ${trouble.limit === undefined ? 'there is' : `its limit of ${trouble.limit}`}${timesText(trouble.restarts)}`;
    case 'not_started':
      return `${containerText(trouble)} cannot be started: ${trouble.command === undefined ? trouble.detail : `its image has no program ${trouble.command}`}`;
    case 'init_goes_on':
      return `${containerText(trouble)} has not come to its end, and the others wait for that`;
    case 'config':
      return `${containerText(trouble)} cannot be made: ${trouble.missing === undefined ? (trouble.detail ?? '') : missingText(trouble.missing)}`;
    case 'probe':
      return probeText(trouble);
    case 'readiness_gate':
      return `it is ready only when somebody sets the condition ${trouble.gates.join(', ')}`;
    case 'unschedulable':
      return `no node takes it: ${trouble.reasons.map(reasonText).join('; ')}`;
    case 'scheduling_gate':
      return `it is not scheduled before its scheduling gate ${trouble.gates.join(', ')} is taken away`;
    case 'no_scheduler':
      return `it waits for the scheduler ${trouble.scheduler}, which has not taken it up`;
    case 'claim':
      return claimText(trouble);
    case 'mount':
      return `its volume${trouble.volume === undefined ? '' : ` ${trouble.volume}`} cannot be mounted: ${trouble.missing === undefined ? trouble.detail : missingText(trouble.missing)}`;
    case 'sandbox':
      return `its sandbox cannot be made: ${trouble.detail}`;
    case 'pods_refused':
      return refusedText(trouble);
    case 'old_pods':
      return `it still counts as available, but only by ${counted(trouble.old, 'Pod')} of the old template`;
    case 'node_not_ready':
      return `its node ${trouble.node} ${trouble.isSilent ? 'has not been heard of for a while' : 'says that it is not ready'}`;
    case 'node_missing':
      return `there is no node ${trouble.node}, on which it is said to be`;
    case 'evicted':
      return `its node put it out: ${trouble.detail}`;
    case 'rejected':
      return `its node did not take it (${trouble.reason}): ${trouble.detail}`;
    case 'held':
      return `it is to go, and is held by the finalizer ${trouble.finalizers.join(', ')}: whoever put it there has to take it away`;
    case 'in_use':
      return 'it is to go, and stays as long as something uses it';
    case 'namespace_held':
      return `it is to go, and something in it does not: ${trouble.details.join('; ')}`;
    case 'job_failed':
      return jobText(trouble);
    default:
      return trouble satisfies never;
  }
}

type Told<Code extends ToldTrouble['code']> = Extract<ToldTrouble, { code: Code }>;

const containerText = ({ container, role }: InContainer): string =>
  `its ${{ main: 'container', init: 'init container', sidecar: 'sidecar' }[role]} ${container}`;

function imageText({ why, detail }: Told<'image'>): string {
  switch (why) {
    case 'name':
      return 'that is no name of an image';
    case 'never':
      return 'it is not on the node, and imagePullPolicy: Never forbids to pull it';
    case 'missing':
      return 'the registry has none of this name and tag';
    case 'refused':
      return 'the registry does not give it out: it is private, or there is none of this name';
    case 'limited':
      return 'the registry gives out no more for now, because there were too many pulls';
    case 'unreachable':
      return 'its registry cannot be reached';
    case 'unknown':
      return detail ?? 'nobody says why';
    default:
      return why satisfies never;
  }
}

const endsText = ({ restarts }: { readonly restarts: number }): string =>
  restarts === 0 ? 'has ended' : `ends again and again (${counted(restarts, 'restart')})`;

const timesText = (restarts: number): string =>
  restarts === 0 ? '' : `, again and again (${counted(restarts, 'restart')})`;

/** A restart makes a new ReplicaSet, which nobody has refused anything yet. */
const refusedText = ({ words, hasRoom }: Told<'pods_refused'>): string =>
  hasRoom
    ? `the API server refused its Pods when it was last asked: ${words}; the quota has room by now, and the next try comes by itself, after many minutes maybe; kubectl rollout restart does not wait for it`
    : `the API server refuses its Pods: ${words}`;

const saidText = (said: string | undefined): string => (said === undefined ? '' : `; its last words: ${said}`);

/** https://tldp.org/LDP/abs/html/exitcodes.html */
function exitText(exitCode: number): string {
  if (exitCode === 126) return ' (the program may not be run)';
  if (exitCode === 127) return ' (there is no such program)';
  if (exitCode === 137) return ' (killed)';
  if (exitCode === 139) return ' (it reached for memory that is not its own)';
  return exitCode === 143 ? ' (told to end)' : '';
}

function missingText({ kind, name, key }: MissingConfig): string {
  return key === undefined ? `there is no ${kind} ${name}` : `the ${kind} ${name} has no key ${key}`;
}

function probeText(trouble: Told<'probe'>): string {
  const { probe, restarts, asks, answer } = trouble;
  const outcome = {
    startup:
      restarts === 0
        ? 'has not started as its probe sees it'
        : `does not start, and is killed for it${timesText(restarts)}`,
    readiness: 'runs, and is not ready',
    liveness: `is killed and started again by its liveness probe${timesText(restarts)}`,
  }[probe];
  return `${containerText(trouble)} ${outcome}: ${questionText(asks)}${answer === undefined ? ' fails' : `: ${answer}`}`;
}

function questionText(asks: ProbeQuestion): string {
  switch (asks.by) {
    case 'http':
      return `${asks.isTls ? 'HTTPS' : 'HTTP'} GET of ${asks.path} at port ${asks.port}`;
    case 'tcp':
      return `connecting to port ${asks.port}`;
    case 'grpc':
      return `the gRPC health check at port ${asks.port}`;
    case 'exec':
      return `the command ${asks.command}`;
    default:
      return asks satisfies never;
  }
}

function reasonText({ why, nodes, what }: SchedulingReason): string {
  const where = nodes === undefined ? '' : ` (${counted(nodes, 'node')})`;
  switch (why) {
    case 'resource':
      return `too little ${what} is left for what it requests${where}`;
    case 'taint':
      return `it does not tolerate the taint${what === undefined ? '' : ` ${what}`}${where}`;
    case 'selector':
      return `its node selector or node affinity matches none${where}`;
    case 'ports':
      return `its host port is taken${where}`;
    case 'apart':
      return `a Pod is there that it may not be beside, by anti-affinity${where}`;
    case 'together':
      return `no Pod is there that it has to be beside, by affinity${where}`;
    case 'spread':
      return `its topology spread constraints forbid it${where}`;
    case 'cordoned':
      return `cordoned nodes take no new Pods${where}`;
    case 'pods':
      return `as many Pods as may be${where}`;
    case 'claim_missing':
      return `there is no PersistentVolumeClaim ${what}`;
    case 'claim_unbound':
      return 'its PersistentVolumeClaim has no volume yet';
    case 'volume':
      return `its volume is not to be had there${where}`;
    case 'other':
      return `${what}${where}`;
    default:
      return why satisfies never;
  }
}

function claimText({ why, storageClass, volume, detail }: Told<'claim'>): string {
  switch (why) {
    case 'no_class':
      return 'it gets no volume: it names no storage class, the cluster has no default one, and no volume that is there will do';
    case 'no_volume':
      return 'it gets no volume: it wants none made, and no volume that is there will do';
    case 'class_missing':
      return `it gets no volume: none of the class ${storageClass} that is there will do, and no storage class of that name makes one`;
    case 'not_provisioned':
      return `it gets no volume from the storage class ${storageClass}: ${detail}`;
    case 'mismatch':
      return `the volume ${volume} that it names will not do: ${detail}`;
    case 'taken':
      return `the volume ${volume} that it names belongs to another claim, perhaps to one that was deleted`;
    case 'lost':
      return `its volume${volume === undefined ? '' : ` ${volume}`} is gone`;
    default:
      return why satisfies never;
  }
}

function jobText({ why, failed, limit, detail }: Told<'job_failed'>): string {
  const after = failed === 0 ? '' : `, after ${counted(failed, 'Pod')} that failed`;
  switch (why) {
    case 'retries':
      return `it has given up${after}: its backoffLimit is ${limit}`;
    case 'deadline':
      return `it has been ended: its activeDeadlineSeconds of ${limit} are over`;
    case 'policy':
      return `its podFailurePolicy ended it${after}`;
    case 'other':
      return `it has failed${after}: ${detail}`;
    default:
      return why satisfies never;
  }
}
