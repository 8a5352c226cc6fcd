import type { RecordedObject } from '../snapshot/copy-record.ts';
import type { CheckContext } from './check-kind.ts';
import type { Target } from './target.ts';
import { plainKind } from './target.ts';

/** An object as it was when the start was done. */
export const startedAs = (target: Target, context: CheckContext): RecordedObject | undefined =>
  context.record.startedWith.find(
    (object) =>
      object.kind === plainKind(target.kind) && object.name === target.name && object.namespace === target.namespace,
  );
