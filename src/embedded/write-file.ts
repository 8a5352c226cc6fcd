import { randomBytes } from 'node:crypto';
import { chown, open, rename, rm } from 'node:fs/promises';

interface FileOwner {
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** Replaces a file in one step: readers see the old text or the new, never half of it, also after a power cut. */
export async function writeFileAtomically(
  path: string,
  text: string,
  owner: FileOwner = { mode: 0o600 },
): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', owner.mode);
    try {
      await file.chmod(owner.mode);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (owner.uid !== undefined && owner.gid !== undefined && owner.uid !== process.getuid?.())
      await chown(temporary, owner.uid, owner.gid);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
