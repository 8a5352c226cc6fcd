import { valueAt } from '../kubernetes/json.ts';
import type { Outage, OutageCode } from '../snapshot/read.ts';
import type { ApiResponse } from './client.ts';
import { oneLine } from './one-line.ts';

/** A response that is not 2xx as the outage it means to somebody who wanted to read. */
export function outageOf(response: ApiResponse): Outage {
  const words = typeof response.body === 'string' ? response.body : valueAt(response.body, 'message');
  const said = typeof words === 'string' && words !== '' ? `: ${oneLine(words)}` : '';
  const code = typeof words === 'string' && isUnready(words) ? 'server_error' : codeOf(response.status);
  return { code, detail: `the API server answered ${response.status}${said}` };
}

/**
 * Admission plug-ins of an API server that has not read yet what they decide by answer 403, as if somebody had refused.
 * https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
 */
export const isUnready = (words: string): boolean =>
  notYetReady.test(words) || /at this time because there was an error enforcing limit ranges/.test(words);

/** Said by an admission plug-in that has not read yet what it needs, as when the API server has just started. */
export const notYetReady: RegExp = /not yet ready to handle request/;

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
