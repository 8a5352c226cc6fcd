import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import { UserError } from '../user-error.ts';
import type { CopyName } from './labels.ts';
import { copyLabels, managedByLabel, product } from './labels.ts';
import { packRecord, unpackRecord } from './record-codec.ts';

/** A record, and where in the cluster it lies. */
export interface StoredCopy {
  readonly record: CopyRecord;
  /** Namespace of the ConfigMap: `kubeproctor`, or the lab's first one where the learner may make none. */
  readonly storedIn: string;
  readonly resourceVersion: string;
  /** The cluster's own time of the start: RFC 3339, whole seconds. */
  readonly createdAt: string;
}

/** `services`, `services.alice`: neither a lab's nor a copy's name has a dot. */
export const recordName = ({ lab, copy }: CopyName): string => (copy === '' ? lab : `${lab}.${copy}`);

/** Annotations that `listCopies` reads, so that it need not unpack every record. */
export const startedAtAnnotation = 'kubeproctor.dev/started-at';
export const exclusiveAnnotation = 'kubeproctor.dev/exclusive';
export const recordLabel = 'kubeproctor.dev/record';
const entry = 'record.json.gz';

/** The ConfigMap that stores a record; with a version, in place of that one only. */
export function recordConfigMap(record: CopyRecord, namespace: string, resourceVersion?: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      ...{ name: recordName(record), namespace },
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      labels: { [recordLabel]: '1', [managedByLabel]: product, ...copyLabels(record) },
      annotations: {
        [startedAtAnnotation]: record.startedAt,
        [exclusiveAnnotation]: record.exclusive.join(' '),
      },
    },
    binaryData: { [entry]: packRecord(record) },
  };
}

/** @throws UserError `record_broken` */
export function storedCopy(object: KubeObject, name: CopyName, storedIn: string): StoredCopy {
  const packed = valueAt(object, 'binaryData', entry);
  const unpacked =
    typeof packed === 'string'
      ? unpackRecord(packed, name)
      : ({ unpacked: 'broken', why: `it has no ${entry}` } as const);
  if (unpacked.unpacked === 'broken') throw brokenRecord(name, storedIn, unpacked.why);
  return {
    ...{ record: unpacked.record, storedIn },
    resourceVersion: object.metadata.resourceVersion ?? '',
    createdAt: object.metadata.creationTimestamp ?? unpacked.record.startedAt,
  };
}

const brokenRecord = (name: CopyName, storedIn: string, why: string): UserError =>
  new UserError(
    'record_broken',
    `ConfigMap ${storedIn}/${recordName(name)} is not a record kubeproctor can read: ${why}.`,
    {
      wayOut: `Delete it (kubectl delete configmap -n ${storedIn} ${recordName(name)}), then stop and start the lab again.`,
      exitCode: 3,
    },
  );
