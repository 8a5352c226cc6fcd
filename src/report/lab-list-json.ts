import { nextLab } from '../lab/path/next-lab.ts';
import type { LabOnPath, Reached } from '../lab/path/standing.ts';
import { openBefore, standingOf } from '../lab/path/standing.ts';
import { cleanJson } from './clean.ts';

/** The path as data; docs/json.md says what each field means. `shown`: those of its labs that were asked for. */
export function labListJson(
  path: readonly LabOnPath[],
  shown: readonly LabOnPath[],
  reached: Reached,
  underWay: string | undefined,
): string {
  const labs = shown.map((lab) => ({
    ...{ name: lab.name, topic: lab.topic, title: lab.title, kcna: lab.kcna ?? null, level: lab.level },
    ...{ minutes: lab.minutes, kubernetes: lab.kubernetes ?? null, needs: lab.needs, after: lab.after },
    ...{ place: path.indexOf(lab) + 1, isBuiltIn: lab.isBuiltIn, folder: lab.library, file: lab.file },
    standing: standingOf(lab.name, reached),
    best: reached[lab.name] ?? null,
    openBefore: openBefore(lab, path, reached),
    isUnderWay: lab.name === underWay,
  }));
  const next = nextLab(path, reached)?.lab.name ?? null;
  return `${cleanJson(JSON.stringify({ kubeproctor: 1, labs, next }, undefined, 2))}\n`;
}
