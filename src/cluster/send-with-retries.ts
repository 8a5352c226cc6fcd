import { setTimeout as sleep } from 'node:timers/promises';
import { isOverload } from './behaviour/foreign-response.ts';
import type { ApiRequest, ApiResponse } from './client.ts';
import { OutageError } from './client.ts';
import type { Deadline } from './deadline.ts';
import { isBudgetRefusal } from './refusal.ts';
import { interruption } from './transport.ts';

const refusedConnectionPausesMs = [100, 200, 400];
const maxThrottledTries = 5;

/**
 * Repeats what is safe to repeat while `deadline` allows: a throttled request (429 with Retry-After, which the API
 * server sends before it looks at the request), a connection refused before anything was sent, and a read whose
 * kept-alive connection the server had just closed.
 * @throws OutageError
 */
export async function sendWithRetries(
  send: () => Promise<ApiResponse>,
  request: ApiRequest,
  deadline: Deadline,
): Promise<ApiResponse> {
  let throttled = 0;
  let refused = 0;
  for (;;) {
    const outcome = await attempt(send);
    const pauseMs =
      outcome instanceof OutageError
        ? pauseAfterFailure(outcome, request, refused++)
        : pauseAfterThrottling(outcome, request, ++throttled);
    if (pauseMs === undefined || pauseMs >= deadline.remainingMs()) {
      if (outcome instanceof OutageError) throw outcome;
      return outcome;
    }
    await sleep(pauseMs, undefined, { signal: deadline.signal }).catch(() => undefined);
    if (deadline.signal.aborted) throw interruption(deadline.signal);
  }
}

async function attempt(send: () => Promise<ApiResponse>): Promise<ApiResponse | OutageError> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof OutageError) return error;
    throw error;
  }
}

function pauseAfterFailure(error: OutageError, request: ApiRequest, failures: number): number | undefined {
  if (error.outage.code !== 'unreachable') return undefined;
  const code = error.cause instanceof Error && 'code' in error.cause ? error.cause.code : undefined;
  if (code === 'ECONNREFUSED') return refusedConnectionPausesMs[failures];
  const isSafe = request.isSafe ?? request.method === 'GET';
  return (code === 'ECONNRESET' || code === 'EPIPE') && isSafe && failures === 0 ? 0 : undefined;
}

/** https://kubernetes.io/docs/concepts/cluster-administration/flow-control/ */
function pauseAfterThrottling(response: ApiResponse, request: ApiRequest, tries: number): number | undefined {
  const seconds = Number(response.headers['retry-after']);
  const isForeign = request.textLimit !== undefined && !isOverload(String(response.body));
  const isRepeatable =
    response.status === 429 && tries < maxThrottledTries && !isBudgetRefusal(response.body) && !isForeign;
  return isRepeatable && Number.isFinite(seconds) ? Math.max(100, seconds * 1000) : undefined;
}
