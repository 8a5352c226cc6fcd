/**
 * What does a program answer over HTTP? Asked with GET through the API server's proxy, so that nothing is created.
 * https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls
 */
export interface ProxyRead {
  readonly read: 'proxy';
  readonly namespace: string;
  readonly of: 'services' | 'pods';
  readonly name: string;
  /** A Service's port by number or name; of a Pod its number, for there a name is not looked up. */
  readonly port: number | string;
  readonly isHttps: boolean;
  /** With its query: `/healthz?full=1`. */
  readonly path: string;
}

/**
 * - `http`: the program answered, with any status. `body` is the beginning of the body; `isCut`: it goes on.
 * - `unreached`: the API server says why no program answered; `words` are its own.
 */
export type ProxyAnswer =
  | {
      readonly answer: 'http';
      readonly status: number;
      /** Names in lower case; without cookies, and without those that the API server sets. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly isCut: boolean;
    }
  | { readonly answer: 'unreached'; readonly why: UnreachedWhy; readonly words: string };

/**
 * `no_endpoints`, `no_port`: of the Service · `refused`: nothing listens on that port ·
 * `no_tls`, `no_http`: something listens, and speaks otherwise
 */
export type UnreachedWhy = (typeof unreachedWhys)[number];
export const unreachedWhys = ['no_endpoints', 'no_port', 'refused', 'no_tls', 'no_http'] as const;

export const proxyKey = (read: ProxyRead): string =>
  `get ${read.namespace}/${read.of}/${read.isHttps ? 'https:' : ''}${read.name}:${read.port}${read.path}`;

/** `GET /healthz of service/web in shop, port http, through the API server`. */
export const proxyTitle = ({ of, name, namespace, port, path, isHttps }: ProxyRead): string =>
  `GET ${path} of ${of === 'services' ? 'service' : 'pod'}/${name} in ${namespace}, port ${port}${isHttps ? ' with TLS' : ''}, through the API server`;

/** The path of the API that asks it. */
export const proxyPath = ({ namespace, of, name, port, isHttps, path }: ProxyRead): string =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/${of}/${isHttps ? 'https:' : ''}${encodeURIComponent(name)}:${encodeURIComponent(port)}/proxy${path}`;
