import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { isPodFinished, isPodReady } from '../../kubernetes/pod-state.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import { oneLine } from '../one-line.ts';

/** How far a probe's Pod has come, once that will not change by itself. `message` is what its program left behind. */
export type PodOutcome =
  | { readonly pod: 'ready'; readonly address: string; readonly node: string }
  | { readonly pod: 'ended'; readonly message: string; readonly node: string }
  /** Its image is not to be had, or its container cannot be made. */
  | { readonly pod: 'stuck'; readonly why: string };

/** Undefined while it is still on its way. */
export function podOutcome(pod: KubeObject): PodOutcome | undefined {
  const node = String(valueAt(pod, 'spec', 'nodeName') ?? '');
  const [container] = mappingsAt(pod, 'status', 'containerStatuses');
  const waiting = valueAt(container, 'state', 'waiting');
  const reason = String(valueAt(waiting, 'reason') ?? '');
  if (lasting.test(reason)) return { pod: 'stuck', why: withMessage(reason, valueAt(waiting, 'message')) };
  const ended = valueAt(container, 'state', 'terminated');
  if (isPodFinished(pod) || ended !== undefined)
    return { pod: 'ended', message: String(valueAt(ended, 'message') ?? ''), node };
  const address = valueAt(pod, 'status', 'podIP');
  return isPodReady(pod) && typeof address === 'string' ? { pod: 'ready', address, node } : undefined;
}

/** What holds a Pod up that has not come to anything in time. */
export function heldUpBy(pod: KubeObject | undefined): string {
  if (pod === undefined) return 'it is not there';
  const [container] = mappingsAt(pod, 'status', 'containerStatuses');
  const condition = mappingsAt(pod, 'status', 'conditions').find(({ status, message }) => status !== 'True' && message);
  const reason = valueAt(container, 'state', 'waiting', 'reason') ?? valueAt(pod, 'status', 'phase');
  return withMessage(String(reason ?? 'it has no state'), condition?.message);
}

/** https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff , and what the kubelet says of its own. */
const lasting =
  /^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|RunContainerError|Create\w+Error|CrashLoopBackOff)$/;

const withMessage = (reason: string, message: unknown): string =>
  typeof message === 'string' && message !== '' ? `${reason}: ${oneLine(message, 200)}` : reason;
