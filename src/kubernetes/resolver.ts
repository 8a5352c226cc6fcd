/** How a Pod looks up names: https://man7.org/linux/man-pages/man5/resolv.conf.5.html */
export interface ResolverSettings {
  readonly search: readonly string[];
  /** A name with fewer dots is first looked for in the search domains. */
  readonly ndots: number;
}

/** The last line of each keyword counts. */
export function parseResolverSettings(text: string): ResolverSettings {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const valuesOf = (keyword: string): readonly string[] =>
    lines.findLast(([first]) => first === keyword)?.slice(1) ?? [];
  const ndots = lines
    .filter(([first]) => first === 'options')
    .flat()
    .map((word) => Number(/^ndots:(\d+)$/.exec(word)?.[1] ?? Number.NaN))
    .findLast((count) => !Number.isNaN(count));
  return { search: valuesOf('search'), ndots: Math.min(ndots ?? 1, 15) };
}

/** The full names, each with its last dot, in the order in which they are tried. */
export function namesTried(name: string, { search, ndots }: ResolverSettings): readonly string[] {
  if (name.endsWith('.')) return [name];
  const itself = `${name}.`;
  const within = search.map((domain) => `${name}.${domain.replace(/\.$/, '')}.`);
  const hasEnoughDots = name.split('.').length - 1 >= ndots;
  return hasEnoughDots ? [itself, ...within] : [...within, itself];
}
