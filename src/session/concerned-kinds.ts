/** Kinds whose objects a lab concerns that declares `exclusive`, so that stop puts them back as they were. */
const byExclusive: Readonly<Record<string, readonly string[]>> = {
  nodes: ['Node'],
  'node-ports': [],
  admission: [
    ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    ...['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
    ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  ],
  'default-class': ['StorageClass', 'IngressClass', 'PriorityClass'],
};

export const concerns = (kind: string, exclusive: readonly string[]): boolean =>
  concernedKinds(exclusive).includes(kind);

export const concernedKinds = (exclusive: readonly string[]): readonly string[] =>
  exclusive.flatMap((word) => (Object.hasOwn(byExclusive, word) ? (byExclusive[word] ?? []) : []));

/** Kinds that may stand in the way of every write: removed before everything else. */
export const mayBlockWrites = (kind: string): boolean =>
  byExclusive.admission?.includes(kind) === true || kind === 'APIService';
