import type { JsonObject } from '../json.ts';
import { isJsonObject, valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { PemFile } from './pem-file.ts';
import { readPemFile } from './pem-file.ts';

/** Where a saved snapshot holds what was in PEM in a Secret: no field of one, so that the API server stores none of this name. */
export const decodedPem = 'decodedPem';

/** What an entry of a Secret or ConfigMap holds; undefined where there is no such entry. */
export function storedPem(object: KubeObject, entry: string): PemFile | undefined {
  const saved = valueAt(object, decodedPem, entry);
  if (isJsonObject(saved)) return savedFile(saved);
  const value = valueAt(object, 'data', entry);
  if (typeof value !== 'string') return undefined;
  return readPemFile(object.kind === 'Secret' ? fromBase64(value) : value);
}

/** Made by `decodedPemOf`, if nobody has changed the saved file: then it is no PEM. */
function savedFile(saved: JsonObject): PemFile {
  const isWhole = Array.isArray(saved.blocks) && saved.blocks.every((block) => isJsonObject(block));
  if (saved.content === 'pem' && isWhole) return saved as unknown as PemFile;
  return saved.content === 'nothing' || saved.content === 'base64' ? { content: saved.content } : { content: 'other' };
}

/** What a saved snapshot may hold of the private keys and certificates in a Secret. */
export const decodedPemOf = (secret: KubeObject): JsonObject =>
  Object.fromEntries(
    Object.keys(isJsonObject(secret.data) ? secret.data : {}).flatMap((entry) => {
      const file = storedPem(secret, entry);
      return file === undefined || file.content === 'other' ? [] : [[entry, file as unknown as JsonObject]]; // plain JSON
    }),
  );

/** PEM in base64, as requests and what was issued for them are stored: both may be seen by anybody. */
export const pemAt = (object: KubeObject, ...path: readonly string[]): PemFile =>
  readPemFile(fromBase64(String(valueAt(object, ...path) ?? '')));

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
