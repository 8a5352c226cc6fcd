import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes an executable shell script that stands in for a program; answers its path. */
export function standIn(folder: string, name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
