import type { KubeObject } from '../kube-object.ts';
import type { MissingConfig } from './config-trouble.ts';
import { missingConfig } from './config-trouble.ts';
import { eventMessages, shortened } from './events.ts';

/** The Pod has a node, and its containers are not made: a volume cannot be mounted, or its network is not set up. */
export type MountTrouble =
  | {
      readonly code: 'mount';
      /** As the Pod names it; absent where the kubelet does not say which. */
      readonly volume?: string;
      readonly missing?: MissingConfig;
      readonly detail: string;
    }
  | { readonly code: 'sandbox'; readonly detail: string };

/** Only events tell; https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/ */
export function mountTrouble(pod: KubeObject, events: readonly KubeObject[]): MountTrouble | undefined {
  const [words] = eventMessages(pod, events, 'FailedMount', 'FailedAttachVolume');
  if (words === undefined) {
    const [sandbox] = eventMessages(pod, events, 'FailedCreatePodSandBox', 'FailedCreatePodContainer');
    return sandbox === undefined ? undefined : { code: 'sandbox', detail: shortened(sandbox) };
  }
  const [, volume, detail = words] = /for volume "([^"]+)" ?: (.*)$/s.exec(words) ?? [];
  const missing = missingConfig(detail);
  const told = { ...(volume === undefined ? {} : { volume }), ...(missing === undefined ? {} : { missing }) };
  return { code: 'mount', ...told, detail: shortened(detail) };
}
