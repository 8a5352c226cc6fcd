import { isIP } from 'node:net';
import { hostOf, isInNetworks, isLoopback } from './address.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that kubectl takes from the environment for a server when the kubeconfig names none. The rules are Go's:
 * loopback is never proxied; NO_PROXY lists hosts, domains, addresses and blocks (https://pkg.go.dev/golang.org/x/net/http/httpproxy).
 */
export function environmentProxy(server: URL, env: Environment): string | undefined {
  const scheme = server.protocol === 'http:' ? 'http' : 'https';
  const proxy = env[`${scheme.toUpperCase()}_PROXY`] || env[`${scheme}_proxy`];
  if (proxy === undefined || proxy === '') return undefined;
  const host = hostOf(server);
  if (host === 'localhost' || isLoopback(host)) return undefined;
  const port = server.port || (scheme === 'http' ? '80' : '443');
  const exceptions = (env.NO_PROXY || env.no_proxy || '').split(',').map((entry) => entry.trim().toLowerCase());
  if (exceptions.some((entry) => entry !== '' && isExcepted(host, port, entry))) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** `.example.com` excepts what lies under it, `example.com` itself too; `host:port` that port only. */
function isExcepted(host: string, port: string, entry: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInNetworks([entry], host);
  if (isIP(entry) !== 0) return host === entry;
  const [name = '', entryPort] = entry.split(':');
  if (entryPort !== undefined && entryPort !== port) return false;
  const domain = name.replace(/^\*/, '');
  if (domain.startsWith('.')) return host.endsWith(domain);
  return host === domain || host.endsWith(`.${domain}`);
}
