import type { TestProject } from 'vitest/node';
import { installPackages } from './debian-packages.ts';
import { setupKind } from './kind/kind.setup.ts';
import { removeLeftOvers } from './node/claimed-folder.ts';
import { whyNoNodes } from './node/machine-can.ts';
import { nodePackages } from './node/node-packages.ts';
import type { Programs } from './programs.ts';
import { builtPrograms } from './programs.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What real nodes are made of; absent where the tests on them are skipped. */
    programs: Programs | undefined;
  }
}

/** Gets what the tests on real clusters need, or says why they are skipped. In CI only a machine that cannot skips them. */
export async function setup(project: TestProject): Promise<void> {
  await setupNodes(project);
  await setupKind(project, tell);
}

async function setupNodes(project: TestProject): Promise<void> {
  const skip = (why: string) => {
    project.provide('programs', undefined);
    tell(`Tests on real nodes are skipped: ${why}.`);
  };
  const why = await whyNoNodes(process.env);
  if (why !== undefined) return skip(why);
  try {
    await removeLeftOvers();
    await installPackages(nodePackages, tell);
    const building = setInterval(() => tell('building Kubernetes and CoreDNS for the tests on real nodes'), 15_000);
    project.provide('programs', await builtPrograms().finally(() => clearInterval(building)));
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    skip(`what they need could not be had (${error instanceof Error ? error.message.trim() : String(error)})`);
  }
}

const tell = (line: string): boolean => process.stderr.write(`${line}\n`);
