import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { serverIdentity } from './test-certificates.ts';

/**
 * A TLS proxy on loopback between kubeproctor and a real API server, for tests of bad weather. It speaks to the server
 * as the kubeconfig's user, notes every request, and does with each what the rule in force says:
 *
 *     await using proxy = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
 *     proxy.misbehave(({ path }) => (path.includes('/pods') ? { do: 'answer', status: 403, body: '…' } : undefined));
 *     const client = await connect({ kubeconfig: proxy.kubeconfig, env: {} });
 *
 * Its kubeconfig has one context, `misbehaving`, whose user is nobody: what the proxy lets through is done as the admin.
 */
export interface MisbehavingProxy extends AsyncDisposable {
  /** Path of a kubeconfig that leads here. */
  readonly kubeconfig: string;
  readonly url: string;
  /** All requests so far, in the order in which they came. */
  readonly requests: readonly SeenRequest[];
  /** Puts a rule in force, forgets the requests so far, and counts from 1 again. */
  readonly misbehave: (rule: Rule) => void;
}

export interface SeenRequest {
  /** 1 for the first since `misbehave`. */
  readonly number: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
}

/** What happens to a request; `undefined` lets it through. */
export type Rule = (request: SeenRequest) => Misbehaviour | undefined;

export type Misbehaviour =
  /** The real answer, broken off after the first 15 bytes of its head, or of its body. */
  | { readonly do: 'cut'; readonly in: 'head' | 'body' }
  /** The first half of the real body under the real status, as if it were the whole. */
  | { readonly do: 'halve' }
  /** This instead of the real answer. */
  | {
      readonly do: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** The real answer, later. */
  | { readonly do: 'delay'; readonly ms: number }
  /** The connection is closed without a word. */
  | { readonly do: 'hangUp' };

export async function startMisbehavingProxy(options: {
  readonly kubeconfig: string;
  readonly certificate?: 'valid' | 'expired';
}): Promise<MisbehavingProxy> {
  const upstream = await upstreamOf(options.kubeconfig);
  const identity = serverIdentity(options.certificate ?? 'valid');
  const folder = await mkdtemp(join(tmpdir(), 'misbehaving-proxy-'));
  const requests: SeenRequest[] = [];
  let rule: Rule = () => undefined;
  const server = createServer({ cert: identity.certificate, key: identity.key }, (incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming;
    const seen = { number: requests.length + 1, method, path, headers };
    requests.push(seen);
    serve(upstream, incoming, outgoing, rule(seen)).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is no pipe's
  const url = `https://127.0.0.1:${port}`;
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigText(url, identity.authority));
  return {
    ...{ kubeconfig, url, requests },
    misbehave: (next) => {
      rule = next;
      requests.length = 0;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      upstream.agent.destroy();
      await rm(folder, { recursive: true });
    },
  };
}

interface Upstream {
  readonly url: URL;
  readonly agent: Agent;
}

async function serve(
  upstream: Upstream,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  misbehaviour: Misbehaviour | undefined,
): Promise<void> {
  const body = Buffer.concat(await incoming.toArray());
  switch (misbehaviour?.do) {
    case 'hangUp':
      incoming.socket.destroy();
      return;
    case 'answer':
      outgoing.writeHead(misbehaviour.status, { 'content-type': 'application/json', ...misbehaviour.headers });
      outgoing.end(misbehaviour.body);
      return;
    case 'delay':
      await sleep(misbehaviour.ms);
      break;
    default:
  }
  const answer = await forward(upstream, incoming, body);
  if (misbehaviour?.do === 'cut' || misbehaviour?.do === 'halve') {
    const whole = Buffer.concat(await answer.toArray());
    if (misbehaviour.do === 'cut') return cut(incoming, answer, whole, misbehaviour.in);
    const half = whole.subarray(0, whole.length / 2);
    outgoing.writeHead(answer.statusCode ?? 0, { ...headersWithLength(answer, half.length) });
    outgoing.end(half);
    return;
  }
  outgoing.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
  answer.pipe(outgoing);
  outgoing.on('close', () => answer.destroy());
}

function cut(incoming: IncomingMessage, answer: IncomingMessage, body: Buffer, where: 'head' | 'body'): void {
  const status = answer.statusCode ?? 0;
  const headers = Object.entries(headersWithLength(answer, body.length)).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers.join('')}\r\n`;
  const bytes = where === 'head' ? head.slice(0, 15) : head + body.subarray(0, 15).toString('latin1');
  // a connection that is reset at once takes what was written with it
  incoming.socket.write(bytes, 'latin1', () => setTimeout(() => incoming.socket.destroy(), 50));
}

function headersWithLength(answer: IncomingMessage, length: number): Readonly<Record<string, string | string[]>> {
  const { 'transfer-encoding': _, ...headers } = answer.headersDistinct;
  return { ...headers, 'content-length': String(length) };
}

async function forward(upstream: Upstream, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { host: _host, authorization: _nobodys, ...headers } = incoming.headers;
  const options = { method: incoming.method, path: incoming.url, agent: upstream.agent, headers };
  request(upstream.url, options, resolve).on('error', reject).end(body);
  return promise;
}

async function upstreamOf(kubeconfig: string): Promise<Upstream> {
  const content = parse(await readFile(kubeconfig, 'utf8'));
  const named = (section: string, name: string) =>
    content[`${section}s`].find((entry: { name: string }) => entry.name === name)[section];
  const context = named('context', content['current-context']);
  const cluster = named('cluster', context.cluster);
  const user = named('user', context.user);
  const agent = new Agent({
    keepAlive: true,
    ca: Buffer.from(cluster['certificate-authority-data'], 'base64'),
    cert: Buffer.from(user['client-certificate-data'], 'base64'),
    key: Buffer.from(user['client-key-data'], 'base64'),
  });
  return { url: new URL(cluster.server), agent };
}

const kubeconfigText = (server: string, authority: string): string =>
  stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'misbehaving' },
    clusters: [
      {
        name: 'misbehaving',
        cluster: { server, 'certificate-authority-data': Buffer.from(authority).toString('base64') },
      },
    ],
    contexts: [{ name: 'misbehaving', context: { cluster: 'misbehaving', user: 'nobody' } }],
    users: [{ name: 'nobody', user: {} }],
  });
