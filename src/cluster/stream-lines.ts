import type { IncomingMessage } from 'node:http';
import type { Json } from '../kubernetes/json.ts';
import { outageOf } from './classify-response.ts';
import type { ApiRequest } from './client.ts';
import { OutageError } from './client.ts';
import type { Credentials } from './credentials.ts';
import { deadlineIn, orAborted } from './deadline.ts';
import { interruption, open } from './transport.ts';

/**
 * The documents of a watch, one a line, until the server ends it.
 * @throws OutageError when there is no 2xx response, when the connection breaks, or when `signal` or the time ends it.
 */
export async function* streamLines(server: URL, credentials: Credentials, request: ApiRequest): AsyncGenerator<Json> {
  const { signal } = deadlineIn(request.timeoutMs ?? 3_600_000, request.signal);
  const { response, abort } = await begin(server, credentials, request, signal);
  try {
    if (response.statusCode !== 200) {
      const { statusCode: status = 0, headers } = response;
      throw new OutageError(outageOf({ status, headers, warnings: [], body: '' }));
    }
    for await (const line of linesOf(response)) yield parsedLine(line);
  } catch (error) {
    if (error instanceof OutageError) throw error;
    if (signal.aborted) throw interruption(signal);
    throw new OutageError({ code: 'unreachable', detail: 'the watch broke off' }, error);
  } finally {
    abort();
  }
}

async function begin(server: URL, credentials: Credentials, request: ApiRequest, signal: AbortSignal) {
  try {
    return await open(server, await orAborted(credentials.current(), signal), request, signal);
  } catch (error) {
    throw signal.aborted ? interruption(signal) : error;
  }
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
}

function parsedLine(line: string): Json {
  try {
    return JSON.parse(line) as Json; // JSON.parse returns nothing else
  } catch {
    throw new OutageError({ code: 'truncated', detail: 'a line of the watch is no valid JSON' });
  }
}
