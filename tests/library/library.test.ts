import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findLab, readLibrary } from '../../src/library/find-labs.ts';
import type { LabFile } from '../../src/library/lab-file.ts';
import { libraryRoots } from '../../src/library/library-roots.ts';
import { listManifests, readLabText, readManifests } from '../../src/library/read-lab.ts';
import { UserError } from '../../src/user-error.ts';
import { everyLab } from '../every-lab.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeproctor-library-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Files below the temporary folder. */
async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const rootsIn = (...names: readonly string[]) =>
  names.map((name) => ({ path: join(folder, name), isBuiltIn: name === 'own' }));

async function refusal(run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    return error instanceof UserError ? [error.code, error.message, error.wayOut] : error;
  }
}

const labFile = (root: string, topic: string, name: string): LabFile => ({
  ...{ name, topic, root: join(folder, root), path: `labs/${topic}/${name}.yaml` },
  ...{ manifestFolder: `manifests/${topic}/${name}`, isBuiltIn: root === 'own' },
});

test('labs are found by the names of their files, in order', async () => {
  await put({
    'own/labs/b/two.yaml': '',
    'own/labs/b/one.yaml': '',
    'own/labs/a/three.yaml': '',
    'own/labs/a/README.md': '',
    'own/labs/a/Four.yaml': '',
    'own/labs/.hidden/five.yaml': '',
    'own/labs/six.yaml': '',
    'pack/labs/a/seven.yaml': '',
  });
  expect(await readLibrary(rootsIn('own', 'pack'))).toEqual([
    labFile('own', 'a', 'three'),
    labFile('own', 'b', 'one'),
    labFile('own', 'b', 'two'),
    labFile('pack', 'a', 'seven'),
  ]);
});

test('a folder without labs has none', async () => {
  expect(await readLibrary(rootsIn('own'))).toEqual([]);
});

test('one lab is found by its name, or with its topic', async () => {
  await put({ 'own/labs/a/one.yaml': '', 'own/labs/b/one.yaml': '', 'own/labs/b/two.yaml': '' });
  const roots = rootsIn('own');
  expect([await findLab(roots, 'two'), await findLab(roots, 'b/one')]).toEqual([
    labFile('own', 'b', 'two'),
    labFile('own', 'b', 'one'),
  ]);
});

test('a name that two labs have is not enough', async () => {
  await put({ 'own/labs/a/one.yaml': '', 'own/labs/b/one.yaml': '' });
  expect(await refusal(() => findLab(rootsIn('own'), 'one'))).toEqual([
    'lab_ambiguous',
    `Several labs are called \`one\`: ${folder}/own/labs/a/one.yaml and ${folder}/own/labs/b/one.yaml`,
    'Write TOPIC/LAB, as a/one, or rename one of them',
  ]);
});

test('a misspelt name brings up the one that was meant', async () => {
  await put({ 'own/labs/a/services.yaml': '' });
  expect(await refusal(() => findLab(rootsIn('own'), 'servcies'))).toEqual([
    'lab_not_found',
    'There is no lab `servcies`',
    'Did you mean services?',
  ]);
});

test('a name that is like no other brings up the list', async () => {
  expect(await refusal(() => findLab(rootsIn('own'), '../../etc/passwd'))).toEqual([
    'lab_not_found',
    'There is no lab `../../etc/passwd`',
    'kubeproctor labs lists them',
  ]);
});

test('a lab comes with the texts of its manifests', async () => {
  await put({
    'own/labs/a/one.yaml': 'name: one\n',
    'own/manifests/a/one/start.yaml': 'start',
    'own/manifests/a/one/accept/other.yaml': 'other',
    'own/manifests/a/one/notes.md': 'notes',
  });
  const lab = labFile('own', 'a', 'one');
  expect([await readLabText(lab), await readManifests(lab)]).toEqual([
    'name: one\n',
    { 'start.yaml': 'start', 'accept/other.yaml': 'other' },
  ]);
});

test('a lab need not have manifests', async () => {
  expect(await listManifests(labFile('own', 'a', 'one'))).toEqual([]);
});

test.each<[what: string, place: string]>([
  ['a manifest', 'manifests/a/one/start.yaml'],
  ['the folder of manifests', 'manifests/a/one'],
  ['the folder of all manifests', 'manifests'],
])('%s that is a link out of the pack is refused', async (_what, place) => {
  await put({
    'secret/start.yaml': 'x',
    'secret/one/start.yaml': 'x',
    'secret/a/one/start.yaml': 'x',
    'pack/labs/a/one.yaml': '',
  });
  const target = place.endsWith('.yaml') ? 'secret/start.yaml' : place.endsWith('one') ? 'secret/one' : 'secret';
  await mkdir(dirname(join(folder, 'pack', place)), { recursive: true });
  await symlink(join(folder, target), join(folder, 'pack', place));
  const found = await refusal(() => readManifests(labFile('pack', 'a', 'one')));
  expect(found).toEqual([
    'lab_file_outside',
    `\`${place.endsWith('.yaml') ? place : 'manifests/a/one'}\` leads out of the folder with the labs`,
    'Put the file itself there: links out of a lab folder are not followed',
  ]);
});

test('a link inside the pack is followed', async () => {
  await put({ 'pack/manifests/a/one/start.yaml': 'x', 'pack/labs/a/one.yaml': '' });
  await symlink('start.yaml', join(folder, 'pack/manifests/a/one/solution.yaml'));
  expect(await readManifests(labFile('pack', 'a', 'one'))).toEqual({ 'solution.yaml': 'x', 'start.yaml': 'x' });
});

test.each<[what: string, text: string | Buffer, code: string, message: string]>([
  ['that is no text', Buffer.from([0xff, 0xfe, 0x00]), 'lab_file_not_utf8', '`labs/a/one.yaml` is not a text in UTF-8'],
  ['that is huge', 'x'.repeat(1024 * 1024 + 1), 'lab_file_too_long', '`labs/a/one.yaml` is longer than 1024 KiB'],
])('a lab file %s is refused', async (_what, text, code, message) => {
  await put({ 'pack/labs/a/two.yaml': '' });
  await writeFile(join(folder, 'pack/labs/a/one.yaml'), text);
  expect(await refusal(() => readLabText(labFile('pack', 'a', 'one')))).toEqual([code, message, undefined]);
});

test('a lab file that is a folder is refused', async () => {
  await mkdir(join(folder, 'pack/labs/a/one.yaml'), { recursive: true });
  expect(await refusal(() => readLabText(labFile('pack', 'a', 'one')))).toEqual([
    'lab_file_not_regular',
    '`labs/a/one.yaml` is no ordinary file',
    undefined,
  ]);
});

test('a lab file that is gone is said to be', async () => {
  expect(await refusal(() => readLabText(labFile('pack', 'a', 'one')))).toEqual([
    'lab_file_missing',
    '`labs/a/one.yaml` cannot be read',
    undefined,
  ]);
});

test('the built-in labs come first, then the folders given, which may be relative', async () => {
  await put({ 'pack/labs/a/one.yaml': '' });
  expect(libraryRoots(['pack'], folder)).toEqual([
    { path: join(import.meta.dirname, '..', '..'), isBuiltIn: true },
    { path: join(folder, 'pack'), isBuiltIn: false },
  ]);
});

test('a folder given that is not there is a mistake', async () => {
  expect(await refusal(() => libraryRoots(['pack'], folder))).toEqual([
    'labs_folder_missing',
    'There is no folder `pack`',
    undefined,
  ]);
});

test('a folder given that holds no labs is a mistake', async () => {
  await put({ 'pack/a/one.yaml': '' });
  expect(await refusal(() => libraryRoots(['pack'], folder))).toEqual([
    'labs_folder_empty',
    'The folder `pack` holds no folder `labs`',
    'Give --labs the folder that holds labs/TOPIC/LAB.yaml and manifests/TOPIC/LAB/',
  ]);
});

test('the built-in labs can all be under way at once: no two take the same namespace or cluster-wide name', async () => {
  const taken = (await everyLab()).flatMap(({ lab }) => [...Object.keys(lab.namespaces), ...lab.names]);
  expect(taken.filter((name, index) => taken.indexOf(name) !== index)).toEqual([]);
});
