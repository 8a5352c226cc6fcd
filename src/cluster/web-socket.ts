import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { outageError } from './classify-failure.ts';
import type { ApiResponse, SocketRequest } from './client.ts';
import { OutageError } from './client.ts';
import type { Authentication } from './credentials.ts';
import { interruption } from './transport.ts';

/** Of a page that refuses. */
const maxRefusalBytes = 64 * 1024;

/**
 * Opens a WebSocket and gives its messages, in order, once the server has ended it; or the response that refuses it.
 * @throws OutageError where the connection breaks, the messages are too long, or the time is over.
 */
export function exchange(
  server: URL,
  authentication: Authentication,
  { path, protocols, maxBytes }: SocketRequest,
  deadline: AbortSignal,
): Promise<ApiResponse | readonly Buffer[]> {
  const { promise, resolve, reject } = Promise.withResolvers<ApiResponse | readonly Buffer[]>();
  const scheme = server.protocol === 'http:' ? 'ws:' : 'wss:';
  const socket = new WebSocket(
    `${scheme}//${server.host}${server.pathname.replace(/\/$/, '')}${path}`,
    [...protocols],
    {
      ...{
        agent: authentication.options.agent,
        auth: authentication.options.auth ?? undefined,
        followRedirects: false,
        perMessageDeflate: false,
      },
      headers: { 'User-Agent': 'kubeproctor', ...authentication.headers },
    },
  );
  const fail = (error: unknown): void => {
    reject(deadline.aborted ? interruption(deadline) : outageError(error));
    socket.terminate();
  };
  const abort = (): void => fail(interruption(deadline));
  const messages: Buffer[] = [];
  let size = 0;
  socket.on('message', (data: Buffer) => {
    size += data.length;
    messages.push(data);
    if (size > maxBytes) fail(new OutageError({ code: 'truncated', detail: `more than ${maxBytes >> 20} MiB came` }));
  });
  socket.on('unexpected-response', (_, response) => void refusalIn(response).then(resolve, fail));
  socket.on('error', fail);
  socket.on('close', () => resolve(messages));
  deadline.addEventListener('abort', abort, { once: true });
  return promise.finally(() => deadline.removeEventListener('abort', abort));
}

async function refusalIn(response: IncomingMessage): Promise<ApiResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxRefusalBytes) break;
  }
  const { statusCode: status = 0, headers } = response;
  return { status, headers, warnings: [], body: Buffer.concat(chunks).toString('utf8') };
}
