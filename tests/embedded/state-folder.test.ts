import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensurePrivateFolder } from '../../src/embedded/state-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const modeOf = (folder: string) => (statSync(folder).mode & 0o777).toString(8);

test('makes a folder that nobody else can look into', async () => {
  const folder = join(temporaryFolder(), 'a', 'b');
  await ensurePrivateFolder(folder);
  expect(modeOf(folder)).toBe('700');
});

test('closes a folder of ours that was open to others', async () => {
  const folder = join(temporaryFolder(), 'open');
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  await ensurePrivateFolder(folder);
  expect(modeOf(folder)).toBe('700');
});

test('refuses a link to elsewhere', async () => {
  const parent = temporaryFolder();
  mkdirSync(join(parent, 'target'));
  symlinkSync('target', join(parent, 'link'));
  await expect(ensurePrivateFolder(join(parent, 'link'))).rejects.toMatchObject({ code: 'state_folder_unsafe' });
});

test('refuses what is no folder', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(ensurePrivateFolder(file)).rejects.toMatchObject({ code: 'state_folder_unsafe' });
});

test.skipIf(process.getuid?.() === 0)('refuses a folder of another user', async () => {
  await expect(ensurePrivateFolder('/')).rejects.toMatchObject({ code: 'state_folder_unsafe' });
});

test.runIf(process.getuid?.() === 0)('refuses a folder of another user, as root', async () => {
  const folder = join(temporaryFolder(), 'theirs');
  mkdirSync(folder);
  chownSync(folder, 12345, 12345);
  await expect(ensurePrivateFolder(folder)).rejects.toMatchObject({
    code: 'state_folder_unsafe',
    message: `The state folder ${folder} belongs to another user (uid 12345), so it cannot hold keys safely.`,
  });
});
