import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import type { Json } from '../../../src/kubernetes/json.ts';

/** GET, as the administrator; the body as it came, undefined where it is no 200 or nobody answers. */
export function askApiServer({ pki, server }: { readonly pki: string; readonly server: string }, path: string) {
  const tls = { ca: read(pki, 'ca.crt'), cert: read(pki, 'admin.crt'), key: read(pki, 'admin.key') };
  return new Promise<string | undefined>((resolve) => {
    const asking = request({ ...tls, host: server, port: 6443, path, timeout: 2000, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(response.statusCode === 200 ? Buffer.concat(chunks).toString() : undefined));
      response.on('error', () => resolve(undefined));
    });
    asking.on('timeout', () => asking.destroy());
    asking.on('error', () => resolve(undefined));
    asking.end();
  });
}

export async function getFromApiServer(...args: Parameters<typeof askApiServer>): Promise<Json | undefined> {
  const body = await askApiServer(...args);
  return body === undefined ? undefined : (JSON.parse(body) as Json); // the API server's JSON
}

const read = (pki: string, file: string): Buffer => readFileSync(join(pki, file));
