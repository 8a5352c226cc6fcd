import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { whyNoNodes } from '../node/machine-can.ts';

/**
 * Where the tests make genuine kind clusters: in the `machine`'s own Docker with its own kind, or in a Docker that is
 * `private` to them. The official node image is the truer test, so that the machine's comes first.
 */
export type KindPlace = 'machine' | 'private' | { readonly none: string };

export async function kindPlace(env: NodeJS.ProcessEnv): Promise<KindPlace> {
  if ((await succeeds('docker', ['info'])) && (await succeeds('kind', ['version']))) return 'machine';
  const why = await whyNoNodes(env);
  return why === undefined ? 'private' : { none: `there is no Docker engine with kind, and without it ${why}` };
}

const succeeds = (command: string, args: readonly string[]): Promise<boolean> =>
  promisify(execFile)(command, [...args], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
