import type { ContainerState } from './container-state.ts';
import { inContainer } from './container-state.ts';
import { shortened } from './events.ts';
import type { InContainer } from './trouble.ts';

/**
 * An image that cannot be had; the two reasons by which the kubelet says so take turns, and are one state.
 * https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff
 */
export interface ImageTrouble extends InContainer {
  readonly code: 'image';
  readonly image: string;
  /**
   * - `name`: it is no name of an image · `never`: it is not on the node, and is not to be pulled
   * - `missing`: the registry has none of this name and tag · `refused`: the registry does not give it to this cluster
   * - `limited`: too many pulls · `unreachable`: the registry cannot be reached
   */
  readonly why: 'name' | 'never' | 'missing' | 'refused' | 'limited' | 'unreachable' | 'unknown';
  /** In the words of who tried; only where `why` does not tell. */
  readonly detail?: string;
}

export function imageTrouble(state: ContainerState): ImageTrouble | undefined {
  const image = String(state.spec.image ?? '');
  const about = { code: 'image', ...inContainer(state), image } as const;
  switch (state.waitsFor) {
    case 'InvalidImageName':
      return { ...about, why: 'name' };
    case 'ErrImageNeverPull':
      return { ...about, why: 'never' };
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'ImageInspectError':
    case 'RegistryUnavailable': {
      const words = state.message ?? '';
      const told = words.replaceAll(image, '').replaceAll(/https?:\/\/[^\s"]+/g, ''); // names may hold any words
      const why = causes.find(([, pattern]) => pattern.test(told))?.[0];
      if (why !== undefined) return { ...about, why };
      return { ...about, why: 'unknown', ...(words === '' ? {} : { detail: shortened(words) }) };
    }
    default:
      return undefined;
  }
}

/** By the words of containerd, CRI-O and Docker, and the statuses of registries. */
const causes: readonly (readonly [ImageTrouble['why'], RegExp])[] = [
  ['limited', /429|toomanyrequests|too many requests|rate limit/i],
  [
    'refused',
    /\b40[13]\b|unauthorized|authorization failed|authentication required|access denied|access to the resource is denied/i,
  ],
  ['missing', /not found|manifest unknown|NotFound|\b404\b/],
  [
    'unreachable',
    /no such host|\bdial tcp\b|\blookup\b|i\/o timeout|connection refused|TLS handshake|deadline exceeded/i,
  ],
];
