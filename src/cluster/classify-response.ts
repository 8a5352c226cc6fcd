import { valueAt } from '../kubernetes/json.ts';
import type { Outage, OutageCode } from '../snapshot/read.ts';
import type { ApiResponse } from './client.ts';
import { oneLine } from './one-line.ts';

/** A response that is not 2xx as the outage it means to somebody who wanted to read. */
export function outageOf(response: ApiResponse): Outage {
  const words = typeof response.body === 'string' ? response.body : valueAt(response.body, 'message');
  const said = typeof words === 'string' && words !== '' ? `: ${oneLine(words)}` : '';
  return { code: codeOf(response.status), detail: `the API server answered ${response.status}${said}` };
}

function codeOf(status: number): OutageCode {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 410:
      return 'expired_list';
    case 429:
      return 'throttled';
    default:
      return 'server_error';
  }
}
