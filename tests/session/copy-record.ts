import type { CopyRecord } from '../../src/snapshot/copy-record.ts';

/** A record of the plain copy of `lab`, with namespace `shop`, its learner's namespace `own` and the name `reader`. */
export const copyRecord = (more: Partial<CopyRecord> = {}): CopyRecord => ({
  ...{ format: 1, lab: 'lab', copy: '', startedAt: '2026-01-01T10:00:00Z', isComplete: true },
  ...{ labText: 'text', manifests: {}, namespaces: { shop: 'shop', own: 'own' }, names: { reader: 'reader' } },
  ...{ learnerNamespaces: ['own'], exclusive: [], keepsNamespaces: false },
  ...{ startedWith: [], before: [], answers: {}, hintsTaken: {} },
  ...more,
});
