import { objectText } from '../../report/object-text.ts';
import type { SessionEvent } from '../../session/session-context.ts';
import type { ProgressLine } from './progress-line.ts';

/** Tells on a progress line what happens to the cluster. */
export const tellSession =
  (line: ProgressLine) =>
  (event: SessionEvent): void => {
    const words = sessionWords(event);
    if (words !== undefined) line.tell(words);
  };

/** A few words; undefined for what is too small to be told. */
function sessionWords(event: SessionEvent): string | undefined {
  switch (event.event) {
    case 'waitingForNamespace':
      return `Namespace ${event.namespace} of an earlier copy is still going away; waiting for it …`;
    case 'namespaceMade':
      return `Namespace ${event.namespace} made`;
    case 'stepBegun':
      return `Step ${event.index + 1} of ${event.count}: ${event.title}`;
    case 'stepWaiting':
      return `${event.title}: the cluster is not ready for it yet (${event.message})`;
    case 'settling':
      return `Waiting for ${event.waitingFor.slice(0, 3).map(objectText).join(', ')} to settle …`;
    case 'settlingEnded':
      return `Still settling: ${event.stillMoving.slice(0, 3).map(objectText).join(', ')}`;
    case 'namespaceEmptied':
      return `Namespace ${event.namespace} emptied (${event.count} ${event.count === 1 ? 'object' : 'objects'})`;
    case 'finalizersRemoved':
      return `Finalizers of ${objectText(event.object)} removed (${event.finalizers.join(', ')})`;
    case 'restored':
      return `${objectText(event.object)} restored`;
    case 'waitingForDeletion':
      return `Waiting for ${event.namespaces.join(', ')} to be gone …`;
    case 'objectWritten':
    case 'deleted':
      return undefined;
    default:
      return event satisfies never;
  }
}
