import type { ContainerState } from './container-state.ts';
import { inContainer } from './container-state.ts';
import { shortened } from './events.ts';
import type { InContainer } from './trouble.ts';

/** What a container is made of is not there, or forbids it; the kubelet tries again until it is. */
export interface ConfigTrouble extends InContainer {
  readonly code: 'config';
  readonly missing?: MissingConfig;
  /** In the kubelet's words, where `missing` does not tell. */
  readonly detail?: string;
}

/** A ConfigMap or Secret that is not there, or one without this key. */
export interface MissingConfig {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name?: string;
  readonly key?: string;
}

export function configTrouble(state: ContainerState): ConfigTrouble | undefined {
  if (state.waitsFor !== 'CreateContainerConfigError') return undefined;
  const words = state.message ?? '';
  const missing = missingConfig(words);
  const told = missing === undefined ? { detail: shortened(words.replace(podWords, '')) } : { missing };
  return { code: 'config', ...inContainer(state), ...told };
}

/** It says once more which Pod this is. */
const podWords = / \(pod: "[^"]*", container: [^)]*\)$/;

/** By the kubelet's words: `configmap "x" not found`, `couldn't find key k in ConfigMap ns/x`. */
export function missingConfig(words: string): MissingConfig | undefined {
  const [, kind, name] = /\b(configmap|secret) "([^"]+)" not found/.exec(words) ?? [];
  if (kind !== undefined && name !== undefined) return { kind: kind === 'secret' ? 'Secret' : 'ConfigMap', name };
  const [, key, holder, holderName] = /find key (\S+) in (ConfigMap|Secret) [^/\s]+\/(\S+)/.exec(words) ?? [];
  if (key === undefined || holderName === undefined) return undefined;
  return { kind: holder === 'Secret' ? 'Secret' : 'ConfigMap', name: holderName, key };
}
