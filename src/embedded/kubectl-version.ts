import { execFile } from 'node:child_process';
import type { Environment } from './paths.ts';

/** The version of the kubectl on the PATH, as `v1.36.4`; undefined where there is none that says so. */
export function kubectlVersion(env: Environment): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { env: { ...env }, timeout: 5_000 };
    execFile('kubectl', ['version', '--client', '--output=json'], options, (error, stdout) =>
      resolve(error === null ? versionIn(stdout) : undefined),
    );
  });
}

function versionIn(output: string): string | undefined {
  try {
    const { clientVersion } = JSON.parse(output) as { clientVersion?: { gitVersion?: unknown } }; // or anything else: looked at below
    return typeof clientVersion?.gitVersion === 'string' ? clientVersion.gitVersion : undefined;
  } catch {
    return undefined;
  }
}
