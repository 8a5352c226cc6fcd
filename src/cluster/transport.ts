import http from 'node:http';
import https from 'node:https';
import type { Json } from '../kubernetes/json.ts';
import { outageError } from './classify-failure.ts';
import type { ApiRequest, ApiResponse } from './client.ts';
import { OutageError } from './client.ts';
import type { Authentication } from './credentials.ts';
import { warningTexts } from './warnings.ts';

/** One request and the beginning of its response. */
export interface Exchange {
  readonly response: http.IncomingMessage;
  /** Ends the connection; reading the response fails with an error then. */
  readonly abort: () => void;
}

/** What is more than this is not read to its end: 500 objects of the greatest size etcd takes are rare. */
const maxResponseBytes = 128 * 1024 * 1024;

/**
 * Sends once and waits for the whole response, at most until `deadline`.
 * @throws OutageError
 */
export async function sendOnce(
  server: URL,
  authentication: Authentication,
  request: ApiRequest,
  deadline: AbortSignal,
): Promise<ApiResponse> {
  const { response } = await open(server, authentication, request, deadline);
  const head = {
    status: response.statusCode ?? 0,
    headers: response.headers,
    warnings: warningTexts(response.headersDistinct.warning ?? []),
  };
  if (request.textLimit === undefined)
    return { ...head, body: parsedBody(response, await readWhole(response, deadline)) };
  const { bytes, isCut } = await readStart(response, request.textLimit, deadline);
  return { ...head, body: bytes.toString('utf8'), isCut };
}

/**
 * Sends and waits for the head of the response.
 * @throws OutageError
 */
export function open(
  server: URL,
  authentication: Authentication,
  request: ApiRequest,
  deadline: AbortSignal,
): Promise<Exchange> {
  const { promise, resolve, reject } = Promise.withResolvers<Exchange>();
  const fail = (error: unknown) => reject(deadline.aborted ? interruption(deadline) : outageError(error));
  try {
    const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
    const sent = requestFunction(server)({
      ...requestOptions(server, authentication, request, body),
      signal: deadline,
    });
    sent.on('response', (response) => resolve({ response, abort: () => sent.destroy() }));
    sent.on('error', fail);
    sent.end(body);
  } catch (error) {
    fail(error); // a client certificate or key that OpenSSL cannot read is thrown at once
  }
  return promise;
}

/** The outage that an aborted wait is: its time was over, or somebody pressed Ctrl-C. */
export const interruption = (deadline: AbortSignal): OutageError =>
  deadline.reason instanceof DOMException && deadline.reason.name === 'TimeoutError'
    ? new OutageError({ code: 'timeout', detail: 'the API server did not answer in time' })
    : new OutageError({ code: 'unreachable', detail: 'interrupted' });

const requestFunction = (server: URL) => (server.protocol === 'http:' ? http.request : https.request);

function requestOptions(
  server: URL,
  authentication: Authentication,
  request: ApiRequest,
  body: Buffer | undefined,
): https.RequestOptions {
  // Node sends the body of a DELETE without a length unless told, and the server takes it for the next request
  const bodyHeaders = { 'Content-Type': request.contentType ?? 'application/json', 'Content-Length': body?.length };
  return {
    ...authentication.options,
    method: request.method,
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: server.port || (server.protocol === 'http:' ? 80 : 443),
    path: server.pathname.replace(/\/$/, '') + request.path,
    headers: {
      Accept: request.accept ?? 'application/json',
      'User-Agent': 'kubeproctor',
      ...(body === undefined ? {} : bodyHeaders),
      ...authentication.headers,
    },
  };
}

async function readWhole(response: http.IncomingMessage, deadline: AbortSignal): Promise<Buffer> {
  const { bytes, isCut } = await readStart(response, maxResponseBytes, deadline);
  if (isCut) throw tooLarge();
  return bytes;
}

/** At most so many bytes; the connection is ended where there are more. */
async function readStart(
  response: http.IncomingMessage,
  limit: number,
  deadline: AbortSignal,
): Promise<{ readonly bytes: Buffer; readonly isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit) break; // leaving the loop destroys the response
    }
  } catch (error) {
    if (deadline.aborted) throw interruption(deadline);
    throw new OutageError({ code: 'truncated', detail: 'the answer of the API server ended early' }, error);
  }
  return { bytes: Buffer.concat(chunks).subarray(0, limit), isCut: size > limit };
}

const tooLarge = () =>
  new OutageError({ code: 'truncated', detail: `an answer of more than ${maxResponseBytes >> 20} MiB was not read` });

function parsedBody(response: http.IncomingMessage, bytes: Buffer): Json {
  const text = bytes.toString('utf8');
  if (!/^application\/(.*\+)?json\b/.test(response.headers['content-type'] ?? '')) return text;
  try {
    return JSON.parse(text) as Json; // JSON.parse returns nothing else
  } catch {
    // the parser's own message quotes the text, which may be a Secret
    throw new OutageError({ code: 'truncated', detail: 'the answer of the API server is no valid JSON' });
  }
}
