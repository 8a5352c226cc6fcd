import { replacePlaceholders } from '../../lab/placeholders.ts';
import { reparseLab } from '../../lab/reparse-lab.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import type { CopyRecord } from '../../snapshot/copy-record.ts';
import { UserError } from '../../user-error.ts';

/**
 * The lab that a copy was started with, with the copy's names in place of placeholders.
 * @throws UserError `record_lab_broken` when the record holds no lab this kubeproctor can read.
 */
export function labOfRecord(record: CopyRecord): Lab {
  const lab = reparseLab(record.labText);
  if (lab === undefined)
    throw new UserError('record_lab_broken', `The record of ${record.lab} holds no lab that can be read.`, {
      wayOut: `Stop it and start it again: kubeproctor stop ${record.lab}`,
      exitCode: 3,
    });
  return replacePlaceholders(lab, { ...record.namespaces, ...record.names });
}
