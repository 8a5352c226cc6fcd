import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { withLock } from './lock.ts';
import { type Environment, embeddedPaths } from './paths.ts';
import { ensurePrivateFolder } from './state-folder.ts';
import { writeFileAtomically } from './write-file.ts';

/** Tools that make a cluster whose pods really run. */
export type ClusterTool = 'kind' | 'minikube';

/** A cluster that `up` had a tool make: what `down` may touch. */
export interface ToolCluster {
  /** The current-context before; null where there was none. */
  readonly previousContext: string | null;
  /** uid of `kube-system`; absent where it could not be asked for. */
  readonly uid?: string;
}

const entry = z.object({ previousContext: z.string().nullable(), uid: z.string().exactOptional() });
const fileSchema = z.object({ kind: entry.exactOptional(), minikube: entry.exactOptional() });
const fileName = 'tool-clusters.json';

/** What `up` made with this tool; undefined where it made nothing, or nothing that can be understood. */
export async function readToolCluster(env: Environment, tool: ClusterTool): Promise<ToolCluster | undefined> {
  return (await readAll(env))[tool];
}

/** Remembers what was made, or forgets it. */
export async function writeToolCluster(
  env: Environment,
  tool: ClusterTool,
  cluster: ToolCluster | undefined,
): Promise<void> {
  const { state } = embeddedPaths(env);
  await ensurePrivateFolder(state);
  await withLock(state, fileName, { timeoutMs: 10_000 }, async () => {
    const { [tool]: _, ...others } = await readAll(env);
    const all = cluster === undefined ? others : { ...others, [tool]: cluster };
    await writeFileAtomically(join(state, fileName), `${JSON.stringify(all, null, 2)}\n`);
  });
}

async function readAll(env: Environment): Promise<z.output<typeof fileSchema>> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(join(embeddedPaths(env).state, fileName), 'utf8')));
  } catch {
    return {};
  }
}
