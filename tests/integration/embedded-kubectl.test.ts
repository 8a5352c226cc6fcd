import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runBundledKubectl } from '../../src/embedded/kubectl.ts';
import { programs } from '../../src/embedded/part.ts';
import { temporaryFolder } from '../embedded/temporary-folder.ts';
import { standIn } from './embedded-stand-in.ts';

test.each([
  ['exit 0', 0],
  ['exit 3', 3],
  ['kill -TERM $$', 143],
])('arguments and environment reach kubectl, and its end comes back: %s', async (end, expected) => {
  const folder = temporaryFolder();
  for (const program of programs) standIn(folder, program, '');
  standIn(folder, 'kubectl', `printf '%s\\n' "$KUBECONFIG" "$@" > ${folder}/seen\n${end}`);
  const options = {
    env: { PATH: process.env.PATH, KUBECONFIG: '/k' },
    controlPlaneFolder: '/nowhere',
    binariesFolder: folder,
  };
  expect(await runBundledKubectl(['get', 'pods', '-l', 'a in (b, c)'], options)).toBe(expected);
  expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe('/k\nget\npods\n-l\na in (b, c)\n');
});
