import { oneLine } from './one-line.ts';

/** A message of a library or a plug-in as one line, without what looks like a credential. */
export const redacted = (text: string): string =>
  oneLine(
    text
      .replaceAll(/eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '[token]')
      .replaceAll(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [token]')
      .replaceAll(/\/\/[^/\s@]+@/g, '//[credentials]@')
      .replaceAll(
        /("?(?:token|password|clientKeyData|client[_-]secret|refresh[_-]token)"?\s*[:=]\s*"?)[^"\s,;}]+/gi,
        '$1[secret]',
      ),
  );
