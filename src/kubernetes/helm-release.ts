import { gunzipSync } from 'node:zlib';
import type { Json, JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';

/** One revision of a Helm release. */
export interface HelmRelease {
  /** `deployed`, `superseded`, `failed`, `pending-upgrade`, … */
  readonly status: string;
  /** `Install complete`, `Rollback to 1`; of what failed, why. */
  readonly description: string;
  /** `name`, `version`, `appVersion`. */
  readonly chart: JsonObject;
  /** The chart's own values. */
  readonly defaults: JsonObject;
  /** What was given with `--set`, `-f` and the like. */
  readonly set: JsonObject;
}

/** `too_large` is this program's limit, the others nobody can read. */
const problems = ['no_data', 'not_base64', 'not_gzip', 'not_json', 'too_large'] as const;
export type ReleaseProblem = (typeof problems)[number];

/** What stands in a Secret of Helm's, decoded, as far as anybody asks for it: no manifests, hooks and templates. */
export type StoredRelease = { readonly release: JsonObject } | { readonly problem: ReleaseProblem };

/** A Secret holds a megabyte at most, and gzip makes a thousand times as much out of it. */
const maxBytes = 16 * 1024 * 1024;

/** `sh.helm.release.v1.NAME.vREVISION`; undefined for every other Secret. https://helm.sh/docs/topics/advanced/#storage-backends */
export function releaseRevision(secret: KubeObject): { readonly name: string; readonly revision: number } | undefined {
  const [, name, revision] = /^sh\.helm\.release\.v1\.(.+)\.v(\d+)$/.exec(secret.metadata.name) ?? [];
  if (secret.type !== 'helm.sh/release.v1' || name === undefined) return undefined;
  return { name, revision: Number(revision) };
}

/** A saved snapshot holds what was decoded in place of the data. */
export function storedRelease(secret: KubeObject): StoredRelease {
  const saved = secret[decodedRelease];
  if (!isJsonObject(saved)) return decodeRelease(valueAt(secret, 'data', 'release'));
  return isJsonObject(saved.release)
    ? { release: saved.release }
    : { problem: problems.find((problem) => problem === saved.problem) ?? 'not_json' };
}

/** Where it holds that: no field of a Secret, so that the API server stores none of this name. */
export const decodedRelease = 'decodedRelease';

/** JSON in gzip in base64 is what Helm writes, and Secrets are in base64 themselves. */
export function decodeRelease(data: Json | undefined): StoredRelease {
  if (typeof data !== 'string' || data === '') return { problem: 'no_data' };
  const inner = Buffer.from(data, 'base64').toString('latin1').trim();
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(inner)) return { problem: 'not_base64' };
  const bytes = Buffer.from(inner, 'base64');
  const isZipped = bytes.subarray(0, 3).equals(gzipMagic); // Helm once stored releases as they are, and still reads such
  const unzipped = isZipped ? unzip(bytes) : { text: bytes.toString('utf8') };
  return 'problem' in unzipped ? unzipped : releaseIn(unzipped.text);
}

const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08]);

function unzip(bytes: Buffer): { readonly text: string } | { readonly problem: ReleaseProblem } {
  try {
    return { text: gunzipSync(bytes, { maxOutputLength: maxBytes }).toString('utf8') };
  } catch (error) {
    const isTooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { problem: isTooLarge ? 'too_large' : 'not_gzip' };
  }
}

function releaseIn(text: string): StoredRelease {
  try {
    const whole: unknown = JSON.parse(text);
    if (!isJsonObject(whole)) return { problem: 'not_json' };
    const { info = {}, chart = {}, config = {} } = whole;
    const [metadata = {}, values = {}] = ['metadata', 'values'].map((key) => valueAt(chart, key));
    return { release: { info, chart: { metadata, values }, config } };
  } catch {
    return { problem: 'not_json' };
  }
}

export const readRelease = (release: JsonObject): HelmRelease => ({
  status: String(valueAt(release, 'info', 'status') ?? 'unknown'),
  description: String(valueAt(release, 'info', 'description') ?? ''),
  chart: objectAt(release, 'chart', 'metadata'),
  defaults: objectAt(release, 'chart', 'values'),
  set: objectAt(release, 'config'),
});

/**
 * The values that templates see, at the places that a pattern names, others left out: what was set over the chart's own,
 * mappings key by key, and `null` takes away. https://helm.sh/docs/chart_template_guide/values_files/#deleting-a-default-key
 */
export function effectiveValues(defaults: Json | undefined, set: Json | undefined, pattern: Json): Json | undefined {
  if (set === null) return undefined;
  if (set === undefined) return defaults ?? undefined;
  if (!isJsonObject(set) || !isJsonObject(defaults)) return set;
  const isOfKeys = isJsonObject(pattern) && !Object.keys(pattern).some((key) => key.startsWith('$'));
  const keys = isOfKeys ? Object.keys(pattern) : [...new Set([...Object.keys(defaults), ...Object.keys(set)])];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const [below, above] = [valueAt(defaults, key), valueAt(set, key)];
      const value = effectiveValues(below, above, isOfKeys ? (pattern[key] ?? null) : null);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

function objectAt(value: Json, ...path: readonly string[]): JsonObject {
  const found = valueAt(value, ...path);
  return isJsonObject(found) ? found : {};
}
