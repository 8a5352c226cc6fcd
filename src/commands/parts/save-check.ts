import { createHmac, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { gradeLab } from '../../grade/grade-lab.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import { triedFilesOf } from '../../lab/tried-manifests.ts';
import { concealSecrets } from '../../report/conceal-secrets.ts';
import { decodeSecrets } from '../../snapshot/decode-secrets.ts';
import { redact, textsIn } from '../../snapshot/redact.ts';
import type { SavedCheck } from '../../snapshot/saved.ts';
import { savedText } from '../../snapshot/saved.ts';
import { watchFields } from '../../snapshot/watch-fields.ts';
import { UserError } from '../../user-error.ts';

/** `differs`: tasks of which the file, graded again, says something else, since it rests on a value that was sealed. */
export interface SavedOutcome {
  readonly differs: readonly string[];
}

/** Writes what a check saw, without what is nobody's business, to a file that only its owner can read. */
export async function saveCheck(path: string, saved: SavedCheck, lab: Lab): Promise<SavedOutcome> {
  const key = randomBytes(32); // not stored anywhere
  const seal = (value: string): string => `sealed:${createHmac('sha256', key).update(value).digest('hex')}`;
  const { snapshot, inReleases } = decodeSecrets(saved.snapshot);
  const decoded = { ...saved, snapshot };
  const { watched, isLookedAt } = watchFields({ snapshot, record: saved.record });
  gradeLab({ lab, ...watched });
  const redaction = { seal, known: textsIn(lab), triedFiles: new Set(triedFilesOf(lab)) };
  const sparing = redact(decoded, { ...redaction, isLookedAt });
  const isSame = differing(lab, saved, sparing).length === 0;
  const isToKeep = (object: object, key: string): boolean =>
    inReleases.has(object) ? isLookedAt(object, key) : key !== 'fieldsV1';
  const kept = isSame ? sparing : redact(decoded, { ...redaction, isLookedAt: isToKeep });
  await writePrivately(path, savedText(kept));
  return { differs: differing(lab, saved, kept) };
}

/** Tasks of which two snapshots make another verdict, as it would be printed. */
function differing(lab: Lab, left: SavedCheck, right: SavedCheck): readonly string[] {
  const tasksOf = ({ snapshot, record }: SavedCheck) => concealSecrets(gradeLab({ lab, record, snapshot })).tasks;
  const others = tasksOf(right);
  return tasksOf(left).flatMap((task, index) =>
    JSON.stringify(task) === JSON.stringify(others[index]) ? [] : [task.id],
  );
}

/** A file that is there is replaced, and its mode with it. @throws UserError `file_not_written`. */
export async function writePrivately(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.chmod(0o600);
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new UserError(
      'file_not_written',
      `${path} could not be written: ${error instanceof Error ? error.message : error}`,
      {
        cause: error,
      },
    );
  }
}
