import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import type { EmbeddedPaths } from './paths.ts';

/** The embedded API server as its administrator sees it; only for what `up` itself needs. */
export interface ApiClient {
  /** Answers the status code and the parsed body; throws where nobody answers. */
  readonly send: (method: string, path: string, body?: unknown, contentType?: string) => Promise<ApiAnswer>;
}

export interface ApiAnswer {
  readonly status: number;
  /** Parsed JSON, or the text where it is none. */
  readonly body: unknown;
}

/** Runs the work with a client that has the administrator's certificate and keeps its connection. */
export async function withApiClient<T>(
  paths: EmbeddedPaths,
  port: number,
  work: (client: ApiClient) => Promise<T>,
): Promise<T> {
  const [ca, cert, key] = await Promise.all(
    ['ca.crt', 'admin.crt', 'admin.key'].map((file) => readFile(join(paths.pki, file))),
  );
  const agent = new Agent({ keepAlive: true, ca, cert, key, host: '127.0.0.1', port });
  try {
    return await work({ send: (...request) => sendRequest(agent, port, ...request) });
  } finally {
    agent.destroy();
  }
}

/** Whether the API server says that all of it is ready. */
export async function isReady(client: ApiClient): Promise<boolean> {
  return client.send('GET', '/readyz').then(
    ({ status }) => status === 200,
    () => false,
  );
}

/** The version that the API server tells of itself, as `v1.36.4`. */
export async function serverVersion(client: ApiClient): Promise<string> {
  const { body } = await client.send('GET', '/version');
  return (body as { gitVersion: string }).gitVersion; // version.Info, by the API's contract
}

const timeoutMs = 3000;

function sendRequest(
  agent: Agent,
  port: number,
  ...[method, path, body, contentType = 'application/json']: Parameters<ApiClient['send']>
): Promise<ApiAnswer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      text === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(text) };
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers, timeout: timeoutMs }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString('utf8')) });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`the API server does not answer within ${timeoutMs} ms`)));
    sent.on('error', reject);
    sent.end(text);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
