import type { Checksum } from './download-plan.ts';

/** The SHA-256 in hexadecimal that the publisher's text names for the file; undefined when it names none. */
export function findChecksum(checksum: Checksum, text: string): string | undefined {
  const sum = sumIn(checksum, text)?.toLowerCase();
  return sum !== undefined && /^[0-9a-f]{64}$/.test(sum) ? sum : undefined;
}

function sumIn(checksum: Checksum, text: string): string | undefined {
  switch (checksum.kind) {
    case 'file':
      return text.trim();
    case 'list':
      return text
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .find(([, name]) => name?.replace(/^\*/, '') === checksum.name)?.[0];
    case 'github':
      return digestIn(text, checksum.name)?.match(/^sha256:(.*)$/)?.[1];
    default:
      return checksum satisfies never;
  }
}

function digestIn(text: string, name: string): string | undefined {
  const release = parsed(text);
  // Fields of a foreign document: each is looked at before it is used.
  const assets = (release as { assets?: unknown } | undefined)?.assets;
  if (!Array.isArray(assets)) return undefined;
  const asset = assets.find((each: { name?: unknown } | null) => each?.name === name) as
    | { digest?: unknown }
    | undefined;
  return typeof asset?.digest === 'string' ? asset.digest : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
