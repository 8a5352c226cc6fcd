/** A text without what looks like a credential: tokens, logins in URLs, values that are said to be passwords or keys. */
export const withoutCredentials = (text: string): string =>
  text
    .replaceAll(/eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '[token]')
    .replaceAll(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [token]')
    .replaceAll(/\/\/[^/\s@]+@/g, '//[credentials]@')
    .replaceAll(
      /("?(?:token|password|clientKeyData|client[_-]secret|refresh[_-]token)"?\s*[:=]\s*"?)[^"\s,;}]+/gi,
      '$1[secret]',
    );
