import { getObject } from '../cluster/write.ts';
import { removeForeignFinalizers } from './finalizers.ts';
import type { SessionContext } from './session-context.ts';

/** Takes from a namespace that is going away the finalizers that somebody gave it, and that nobody else would ever take. */
export async function freeNamespace(context: SessionContext, name: string): Promise<void> {
  const live = await getObject(context.client, { kind: 'Namespace', name }, { signal: context.signal });
  if (live.result === 'ok') await removeForeignFinalizers(context, live.object);
}
