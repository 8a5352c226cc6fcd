import { setTimeout as sleep } from 'node:timers/promises';
import { valueAt } from '../../kubernetes/json.ts';
import type { ProxyAnswer, ProxyRead, UnreachedWhy } from '../../snapshot/behaviour/proxy-read.ts';
import { proxyPath } from '../../snapshot/behaviour/proxy-read.ts';
import { outageOf } from '../classify-response.ts';
import type { ApiResponse, ClusterClient } from '../client.ts';
import { OutageError } from '../client.ts';
import { oneLine } from '../one-line.ts';
import type { ReadOptions } from '../reads.ts';
import { foreignStatus, isFromApiServer } from './foreign-response.ts';
import { goneMeanwhile, noAnswer, withinTime } from './no-answer.ts';
import { readPod } from './read-pod.ts';

/** Of a body that a program makes up: what a check looks at stands at its beginning. */
const maxBytes = 64 * 1024;

/**
 * One GET through the API server's proxy, which has no time-out of its own.
 * @throws OutageError
 */
export async function proxied(client: ClusterClient, read: ProxyRead, options: ReadOptions): Promise<ProxyAnswer> {
  const first = await ask(client, read, options);
  if (first.answer === 'http' || !isOfAMoment(first.why)) return first;
  await sleep(secondLookMs, undefined, options.signal === undefined ? {} : { signal: options.signal }).catch(() => {});
  const second = await ask(client, read, options);
  if (read.of === 'pods' && second.answer === 'unreached') await readPod(client, { ...read, pod: read.name }, options);
  return second;
}

/** A Pod that goes listens no more while lists still show it as ready; what leads to it follows within this time. */
const secondLookMs = 500;
const isOfAMoment = (why: UnreachedWhy): boolean => why === 'refused' || why === 'no_endpoints';

async function ask(client: ClusterClient, read: ProxyRead, options: ReadOptions): Promise<ProxyAnswer> {
  const request = { method: 'GET', path: proxyPath(read), accept: '*/*', textLimit: maxBytes } as const;
  return proxyAnswer(await withinTime(options, (rest) => client.request({ ...request, ...rest })));
}

/**
 * The application's answer, or the API server's own about how far it came. A body of kind Status is the API server's, all
 * else the application's, once it is sure to have come through the API server: a proxy or load balancer in front of it
 * answers with pages of its own.
 * @throws OutageError for what says nothing about the application.
 */
export function proxyAnswer(response: ApiResponse): ProxyAnswer {
  if (!isFromApiServer(response)) throw new OutageError(outageOf(response));
  const status = foreignStatus(response);
  if (status === undefined) {
    const body = String(response.body);
    return {
      answer: 'http',
      status: response.status,
      headers: headersOf(response),
      body,
      isCut: response.isCut === true,
    };
  }
  const message = oneLine(String(status.message ?? ''));
  const why = response.status === 503 ? whyUnreached(message) : undefined;
  if (why !== undefined) return { answer: 'unreached', why, words: message };
  if (
    response.status === 404 &&
    ['services', 'pods', 'namespaces'].includes(String(valueAt(status, 'details', 'kind')))
  )
    throw goneMeanwhile(message);
  if (response.status === 503) throw noAnswer(message);
  throw new OutageError(outageOf({ ...response, body: status }));
}

/**
 * Words of apimachinery's proxy, and of Go's network and HTTP packages, seen on Kubernetes 1.36. What else it says, as an
 * i/o timeout or an end in the middle, may be the node's, the network's or a moment's fault.
 */
function whyUnreached(message: string): UnreachedWhy | undefined {
  if (/^no endpoints available for service /.test(message)) return 'no_endpoints';
  if (/^no service port .+ found for service /.test(message)) return 'no_port';
  if (!message.startsWith('error trying to reach service: ')) return undefined;
  if (/connect: connection refused$/.test(message)) return 'refused';
  if (/tls: first record does not look like a TLS handshake$/.test(message)) return 'no_tls';
  return /malformed HTTP (response|status code|version)/.test(message) ? 'no_http' : undefined;
}

/** Cookies are nobody's business; these the API server or the connection sets. */
const dropped = new Set([
  ...['set-cookie', 'audit-id', 'cache-control', 'date', 'connection', 'keep-alive', 'transfer-encoding'],
  ...['content-length', 'content-encoding', 'trailer', 'warning', 'proxy-authenticate', 'www-authenticate'],
]);

function headersOf({ headers }: ApiResponse): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || dropped.has(name) || name.startsWith('x-kubernetes-')
        ? []
        : [[name, oneLine([value].flat().join(', '))] as const],
    ),
  );
}
