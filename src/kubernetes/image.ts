/** An image reference with every default filled in. */
export interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  /** Absent where a digest alone names the image. */
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * `nginx` → registry docker.io, repository library/nginx, tag latest.
 * https://kubernetes.io/docs/concepts/containers/images/#image-names
 */
export function parseImage(text: string): ImageReference {
  const [named = '', digest] = text.split('@', 2);
  const lastSlash = named.lastIndexOf('/');
  const colon = named.indexOf(':', lastSlash + 1);
  const path = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const [first = '', ...rest] = path.split('/');
  const isRegistry = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost');
  const registry = isRegistry && first !== 'index.docker.io' ? first : 'docker.io';
  const repository = isRegistry ? rest.join('/') : path;
  return {
    registry,
    repository: registry === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository,
    ...(tag !== undefined ? { tag } : digest === undefined ? { tag: 'latest' } : {}),
    ...(digest === undefined ? {} : { digest }),
  };
}

/**
 * What is found is the image that is wanted: `nginx` = `docker.io/library/nginx:latest`. Where a digest is wanted, it decides;
 * where only a tag is, one found with this tag is pinned besides, to what its author says the tag stands for.
 */
export function isWantedImage(wanted: string, found: string): boolean {
  const [a, b] = [parseImage(wanted), parseImage(found)];
  if (a.registry !== b.registry || a.repository !== b.repository) return false;
  return a.digest === undefined ? a.tag === b.tag : a.digest === b.digest;
}

/** With every default filled in: in short, as `nginx:latest`, and in full, as `docker.io/library/nginx:latest`. */
export function imageSpellings(text: string): readonly [short: string, full: string] {
  const { registry, repository, tag, digest } = parseImage(text);
  const version = `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  const full = `${registry}/${repository}${version}`;
  return [full.replace(/^docker\.io\/(library\/)?/, ''), full];
}
