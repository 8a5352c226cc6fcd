import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { UserError } from '../user-error.ts';
import { foreignStatus } from './behaviour/foreign-response.ts';
import type { ApiRequest, ApiResponse, ClusterClient, SocketRequest } from './client.ts';
import { OutageError } from './client.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import { type Deadline, deadlineIn, orAborted } from './deadline.ts';
import { discoveryOf } from './discovery.ts';
import { type ChosenContext, chooseContext, type KubeconfigEntry } from './kubeconfig.ts';
import { sendWithRetries } from './send-with-retries.ts';
import { streamLines } from './stream-lines.ts';
import { interruption, sendOnce } from './transport.ts';

export interface ConnectOptions {
  /** `--kubeconfig FILE`: read instead of the files of `KUBECONFIG`. */
  readonly kubeconfig?: string | undefined;
  /** `--context NAME`; default the current context. */
  readonly context?: string | undefined;
  /** `KUBECONFIG`, `HOME`, and the proxy variables that kubectl honours. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A client, and what the guard wants to know of its connection before anything is sent. */
export interface Connection extends ClusterClient {
  /** PEM of the certificate authority that the context trusts; undefined with the system's, or with none checked. */
  readonly certificateAuthority: string | undefined;
  /** The context's namespace; `default` where it names none. */
  readonly namespace: string;
}

const defaultTimeoutMs = 10_000;

/**
 * The connection that kubectl would use. Nothing is sent, and no exec plugin run, before the first request.
 * @throws UserError `no_kubeconfig`, `no_context`, `unknown_context`, `incomplete_context`, `invalid_kubeconfig`.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const chosen = await chooseContext(options);
  const server = serverOf(chosen);
  const certificateAuthority = await authorityOf(chosen.cluster);
  const credentials = credentialsOf(chosen, server, options.env);
  const request = (one: ApiRequest) => requestOf(server, credentials, one);
  return {
    context: chosen.context,
    namespace: chosen.namespace,
    server: server.href.replace(/\/$/, ''),
    certificateAuthority,
    request,
    exchange: (one) => exchangeOf(server, credentials, one),
    stream: (one) => streamLines(server, credentials, one),
    ...discoveryOf(request),
    close: credentials.close,
  };
}

async function requestOf(server: URL, credentials: Credentials, request: ApiRequest): Promise<ApiResponse> {
  const deadline = deadlineIn(request.timeoutMs ?? defaultTimeoutMs, request.signal);
  const send = async () => {
    const authentication = await authenticationWithin(credentials, deadline);
    return sendOnce(server, authentication, request, deadline.signal);
  };
  const response = await sendWithRetries(send, request, deadline);
  const isOwnWord = request.textLimit === undefined || foreignStatus(response) !== undefined;
  return response.status === 401 && isOwnWord && credentials.renew()
    ? sendWithRetries(send, request, deadline)
    : response;
}

async function exchangeOf(server: URL, credentials: Credentials, request: SocketRequest) {
  const deadline = deadlineIn(request.timeoutMs ?? defaultTimeoutMs, request.signal);
  const authentication = await authenticationWithin(credentials, deadline);
  const { exchange } = await import('./web-socket.ts'); // few runs need it
  const once = () => exchange(server, authentication, request, deadline.signal);
  // a kept-alive connection that the server has just closed: nothing was asked on it
  return once().catch((error: unknown) => (isBrokenOff(error) ? once() : Promise.reject(error)));
}

const isBrokenOff = (error: unknown): boolean =>
  error instanceof OutageError &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  (error.cause.code === 'ECONNRESET' || error.cause.code === 'EPIPE');

async function authenticationWithin(credentials: Credentials, deadline: Deadline) {
  try {
    return await orAborted(credentials.current(), deadline.signal);
  } catch (error) {
    throw deadline.signal.aborted ? interruption(deadline.signal) : error;
  }
}

/** The API server's address without what a person may have put before the `@`. */
function serverOf(chosen: ChosenContext): URL {
  const text = chosen.cluster.value.server;
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UserError(
      'invalid_kubeconfig',
      `Cluster "${chosen.cluster.name}" has no server address that can be used.`,
      {
        wayOut: 'Look at it with "kubectl config view", or choose another context with --context.',
      },
    );
  return new URL(`${url.protocol}//${url.host}${url.pathname}`);
}

async function authorityOf(cluster: KubeconfigEntry): Promise<string | undefined> {
  const { 'certificate-authority-data': data, 'certificate-authority': file } = cluster.value;
  if (cluster.value['insecure-skip-tls-verify'] === true) return undefined;
  if (typeof data === 'string' && data !== '') return Buffer.from(data, 'base64').toString('utf8');
  if (typeof file !== 'string' || file === '') return undefined;
  const path = isAbsolute(file) ? file : join(cluster.directory, file);
  return readFile(path, 'utf8').catch(() => undefined); // the first request says what is wrong with it
}
