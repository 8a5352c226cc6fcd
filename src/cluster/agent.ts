import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { createSecureContext, getCACertificates } from 'node:tls';

export interface KeptAgent {
  readonly agent: HttpAgent | HttpsAgent;
  /** What it identifies itself with, and whom it trusts; another one needs another agent. */
  readonly certificates: string;
}

/**
 * Far more than one command asks at a time: a consistent list may wait 100 ms inside the API server without work, and
 * `prove` has many copies that should not wait for each other's.
 */
const maxConnections = 96;
/** Shorter than the 90 s after which the API server closes an idle connection. */
const idleMs = 30_000;

/**
 * An agent with the certificates of these options: `current` where they have not changed.
 * @throws OpenSSL's error for a certificate or key that cannot be read.
 */
export function keepAliveAgent(server: URL, options: RequestOptions, current: KeptAgent | undefined): KeptAgent {
  const { cert, key, ca, passphrase, servername } = options;
  const certificates = [cert, key, ca].map(String).join();
  if (current?.certificates === certificates) return current;
  current?.agent.destroy();
  const common = { keepAlive: true, maxSockets: maxConnections, timeout: idleMs };
  if (server.protocol === 'http:') return { agent: new HttpAgent(common), certificates };
  const agent = new HttpsAgent({
    ...common,
    ...(servername === undefined ? {} : { servername }),
    // set, so that NODE_TLS_REJECT_UNAUTHORIZED does not decide
    rejectUnauthorized: options.rejectUnauthorized ?? true,
    // made once; otherwise each connection parses the certificates again
    secureContext: createSecureContext({ cert, key, passphrase, ca: ca ?? systemAuthorities() }),
  });
  return { agent, certificates };
}

/** Without an authority in the kubeconfig kubectl trusts the system's. */
const systemAuthorities = (): string[] =>
  (['bundled', 'extra', 'system'] as const).flatMap((store) => getCACertificates(store));

/** The agent that client-node made for a proxy, made to keep its connections. */
export function keptAlive(agent: RequestOptions['agent']): KeptAgent {
  if (!(agent instanceof HttpAgent)) throw new Error('client-node gave no agent for the proxy');
  return { agent: Object.assign(agent, { keepAlive: true, maxSockets: maxConnections }), certificates: '' };
}
