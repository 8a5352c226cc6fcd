import type { Binding, CheckContext } from '../checks/check-kind.ts';
import { LabDefect } from '../checks/check-kind.ts';
import type { NamespaceRef } from '../lab/schema/common.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';

/** What the judges of one task know beside the cluster's state. */
export function checkContext(
  record: CopyRecord,
  task: string,
  nowMs: number,
  bindings: Readonly<Record<string, Binding>> = {},
): CheckContext {
  return { record, task, nowMs, bindings, namespaceOf: (ref) => namespaceOf(ref, record) };
}

function namespaceOf(ref: NamespaceRef | undefined, { namespaces }: CopyRecord): string {
  if (typeof ref === 'object') return ref.namespace;
  const [only, ...others] = Object.values(namespaces);
  if (ref === undefined) {
    if (only === undefined || others.length > 0)
      throw new LabDefect('the lab has several namespaces: `in:` must name one');
    return only;
  }
  const name = Object.hasOwn(namespaces, ref) ? namespaces[ref] : undefined;
  if (name === undefined) throw new LabDefect(`the lab declares no namespace ${ref}`);
  return name;
}
