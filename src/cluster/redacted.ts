import { withoutCredentials } from '../kubernetes/without-credentials.ts';
import { oneLine } from './one-line.ts';

/** A message of a library or a plug-in as one line, without what looks like a credential. */
export const redacted = (text: string): string => oneLine(withoutCredentials(text));
