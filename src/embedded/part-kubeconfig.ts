import { join } from 'node:path';
import type { EmbeddedPaths } from './paths.ts';

/** The kubeconfig of a part. It names its certificate's files, so that a renewed one is read without a new start. */
export function partKubeconfigText(name: string, paths: EmbeddedPaths, port: number): string {
  const file = (suffix: string) => JSON.stringify(join(paths.pki, suffix));
  return `apiVersion: v1
kind: Config
clusters:
- name: kubeproctor
  cluster:
    server: https://127.0.0.1:${port}
    certificate-authority: ${file('ca.crt')}
users:
- name: ${name}
  user:
    client-certificate: ${file(`${name}.crt`)}
    client-key: ${file(`${name}.key`)}
contexts:
- name: kubeproctor
  context: {cluster: kubeproctor, user: ${name}}
current-context: kubeproctor
`;
}
