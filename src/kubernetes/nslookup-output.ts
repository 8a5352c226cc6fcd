/** What nslookup says of one full name. */
export type NslookupAnswer =
  | { readonly found: 'addresses'; readonly addresses: readonly string[] }
  /** There is no such name, or it has no address. */
  | { readonly found: 'nothing' }
  /** The server was not reached, or could not tell; `words` are nslookup's. */
  | { readonly found: 'trouble'; readonly words: string };

/**
 * Reads what busybox' and BIND's nslookup print; their exit codes tell little: busybox ends with 1 when it found the
 * address and not the other family's. The first address is the server's own.
 */
export function nslookupAnswer(output: string): NslookupAnswer {
  const start = output.search(/^Name:/m);
  const ofName = start === -1 ? '' : output.slice(start);
  const addresses = [...ofName.matchAll(/^Address(?: \d+)?:\s*([0-9a-fA-F.:]+)/gm)].map((match) => match[1] ?? '');
  if (addresses.length > 0) return { found: 'addresses', addresses: [...new Set(addresses)] };
  const trouble =
    /^.*(SERVFAIL|REFUSED|NOTIMP|FORMERR|timed out|no servers could be reached|connection refused|unreachable|can't resolve).*$/im.exec(
      output,
    );
  if (trouble !== null) return { found: 'trouble', words: trouble[0].trim() };
  return /NXDOMAIN|No answer|^Server:/m.test(output)
    ? { found: 'nothing' }
    : { found: 'trouble', words: 'nslookup says neither an address nor that there is none' };
}
