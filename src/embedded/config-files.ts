import { readFile } from 'node:fs/promises';
import { clientNames, kwokConfigFile, type Ports, partKubeconfig } from './flags.ts';
import { kwokConfig } from './kwok-config.ts';
import { partKubeconfigText } from './part-kubeconfig.ts';
import type { EmbeddedPaths } from './paths.ts';
import { writeFileAtomically } from './write-file.ts';

/** Writes the files that the parts read, where they differ; tells whether KWOK must be started again to see its own. */
export async function prepareFiles(
  paths: EmbeddedPaths,
  ports: Ports,
  stages: string,
): Promise<{ readonly kwokChanged: boolean }> {
  for (const name of clientNames)
    await writeIfDifferent(partKubeconfig(name, paths), partKubeconfigText(name, paths, ports.apiserver));
  return { kwokChanged: await writeIfDifferent(kwokConfigFile(paths), kwokConfig(stages)) };
}

async function writeIfDifferent(file: string, text: string): Promise<boolean> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return false;
  await writeFileAtomically(file, text);
  return true;
}
