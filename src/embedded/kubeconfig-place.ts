import { join } from 'node:path';
import type { Environment } from './paths.ts';

/** The kubeconfig files in effect, in order of precedence: those of `KUBECONFIG`, else `~/.kube/config`. */
export function kubeconfigFiles(env: Environment, home: string): readonly string[] {
  const listed = (env.KUBECONFIG ?? '').split(':').filter((file) => file !== '');
  return listed.length > 0 ? [...new Set(listed)] : [join(home, '.kube', 'config')];
}

/**
 * The file that `kubectl config` would write a new entry and the current-context to: the first that exists, else the
 * last (client-go, tools/clientcmd/config.go, GetDefaultFilename).
 */
export function kubeconfigToWrite(files: readonly string[], exists: (file: string) => boolean): string {
  const chosen = files.find(exists) ?? files.at(-1);
  if (chosen === undefined) throw new Error('no kubeconfig file to write to');
  return chosen;
}
