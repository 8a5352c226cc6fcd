import { createObject, deleteObject, getObject, patchObject, replaceObject } from '../cluster/write.ts';
import type { Json } from '../kubernetes/json.ts';
import { isJsonObject, isSameJson } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { RecordedObject } from '../snapshot/copy-record.ts';
import { fieldAt, withField } from './changed-fields.ts';
import type { FailedAction, KeptField, Restoration } from './put-back.ts';
import { remakeable } from './recorded-object.ts';
import { targetOfPlanned } from './remove-outside.ts';
import type { SessionContext } from './session-context.ts';

export interface Restored {
  readonly isRestored: boolean;
  readonly kept: readonly KeptField[];
  readonly failed: readonly FailedAction[];
}

/** Gives an object back what the plan says, field by field, where each still holds what the plan saw. */
export async function restore(
  context: SessionContext,
  restoration: Restoration,
  before: readonly RecordedObject[],
): Promise<Restored> {
  const { object, action, fields } = restoration;
  if (action === 'makeAgain') return makeAgain(context, restoration, before);
  for (let tries = 1; ; tries++) {
    const live = await getObject(context.client, targetOfPlanned(object), { signal: context.signal });
    if (live.result === 'notFound') return { isRestored: false, kept: [], failed: [] };
    if (live.result !== 'ok') return failedBecause(restoration, live.message);
    const isSame = (path: readonly string[], found: Json | undefined) => isSameJson(fieldAt(live.object, path), found);
    const same = fields.filter(({ path, found }) => isSame(path, found));
    const kept = fields
      .filter((field) => !same.includes(field))
      .map((field) => ({ ...field, object, found: fieldAt(live.object, field.path), ...changedMeanwhile }));
    if (same.length === 0) return { isRestored: false, kept, failed: [] };
    const wanted = same.reduce<KubeObject>(
      (whole, { path, before: value }) => withField(whole, path, value) as KubeObject, // a field changed, the rest as it was
      live.object,
    );
    const written = await replaceObject(context.client, wanted, { signal: context.signal });
    if (written.result === 'ok') return { isRestored: true, kept, failed: [] };
    if (written.result === 'conflict' && tries < 8) continue;
    if (written.result === 'refused' && immutable.has(object.kind)) return remake(context, restoration, before);
    return failedBecause(restoration, written.message);
  }
}

const changedMeanwhile = { why: 'changedMeanwhile', by: undefined } as const;

/** Kinds whose fields cannot be changed: what somebody deleted and made otherwise is deleted and made as before. */
const immutable = new Set(['StorageClass', 'IngressClass', 'PriorityClass']);

async function remake(
  context: SessionContext,
  restoration: Restoration,
  before: readonly RecordedObject[],
): Promise<Restored> {
  const deleted = await deleteObject(context.client, targetOfPlanned(restoration.object), { signal: context.signal });
  if (deleted.result !== 'ok' && deleted.result !== 'notFound') return failedBecause(restoration, deleted.message);
  return makeAgain(context, restoration, before);
}

async function makeAgain(
  context: SessionContext,
  restoration: Restoration,
  before: readonly RecordedObject[],
): Promise<Restored> {
  const { kind, name } = restoration.object;
  const recorded = before.find((one) => one.kind === kind && one.name === name);
  const object = recorded === undefined ? undefined : remakeable(recorded);
  if (object === undefined) return failedBecause(restoration, 'the record does not say how it was');
  const { status, ...content } = object;
  const made = await createObject(context.client, content as KubeObject, { signal: context.signal }); // only the status is left out
  if (made.result !== 'ok') return failedBecause(restoration, made.message);
  if (kind === 'Node' && isJsonObject(status)) {
    const options = { type: 'merge', subresource: 'status', signal: context.signal } as const;
    await patchObject(context.client, targetOfPlanned(restoration.object), { status }, options);
  }
  return { isRestored: true, kept: [], failed: [] };
}

const failedBecause = ({ object }: Restoration, message: string): Restored => ({
  ...{ isRestored: false, kept: [] },
  failed: [{ object, message }],
});
