import type { TestProject } from 'vitest/node';
import { installPackages } from '../debian-packages.ts';
import { nodePackages } from '../node/node-packages.ts';
import { builtPrograms } from '../programs.ts';
import { nodeImageStore } from './node-image.ts';
import { kindPlace } from './place.ts';
import type { KindPrograms } from './programs.ts';
import { kindPackages, kindPrograms } from './programs.ts';
import { removeLeftovers } from './run-folder.ts';

/** Where the tests on kind make their clusters. */
export type KindGate =
  | { readonly place: 'machine' }
  | { readonly place: 'private'; readonly programs: KindPrograms }
  | undefined;

declare module 'vitest' {
  export interface ProvidedContext {
    /** Absent where the tests on kind are skipped. */
    kind: KindGate;
  }
}

/** Gets what the tests on kind need, or says why they are skipped; in CI only a machine that cannot skips them. */
export async function setupKind(project: TestProject, tell: (line: string) => void): Promise<void> {
  const skip = (why: string) => {
    project.provide('kind', undefined);
    tell(`Tests on kind are skipped: ${why}.`);
  };
  const place = await kindPlace(process.env);
  if (typeof place === 'object') return skip(place.none);
  if (place === 'machine') return project.provide('kind', { place });
  try {
    await removeLeftovers();
    await installPackages([...nodePackages, ...kindPackages], tell);
    const programs = await kindPrograms(await builtPrograms());
    await nodeImageStore(programs, () => tell('making the image of a kind node, which takes two minutes'));
    project.provide('kind', { place, programs });
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    skip(`what they need could not be had (${error instanceof Error ? error.message.trim() : String(error)})`);
  }
}
