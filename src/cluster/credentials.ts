import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { newClusters, newUsers } from '@kubernetes/client-node/dist/config_types.js';
import { isJsonObject, type JsonObject, valueAt } from '../kubernetes/json.ts';
import { type KeptAgent, keepAliveAgent, keptAlive } from './agent.ts';
import { outageError } from './classify-failure.ts';
import { OutageError } from './client.ts';
import type { ChosenContext } from './kubeconfig.ts';
import { impersonationHeaders, kubectlCluster, kubectlUser } from './kubeconfig-entries.ts';
import { refreshableProvider } from './oidc.ts';
import { redacted } from './redacted.ts';

/** What goes with every request: agent with its certificates, basic auth, headers. */
export interface Authentication {
  readonly options: RequestOptions;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

export interface Credentials {
  /**
   * Runs the exec plugin, reads the token file, refreshes the OIDC token: when first asked, and when what is known is
   * older than a minute (client-go re-reads token files after that time).
   * @throws OutageError `unauthorized` when a plugin or provider gives none, `certificate` for unreadable files.
   */
  readonly current: () => Promise<Authentication>;
  /** Forgets what a 401 has shown to be out of date; false where asking again would give the same. */
  readonly renew: () => boolean;
  readonly close: () => void;
}

const maxAgeMs = 60_000;

/** Credentials of a context through client-node's KubeConfig, with an agent that keeps connections open. */
export function credentialsOf(
  chosen: ChosenContext,
  server: URL,
  env: Readonly<Record<string, string | undefined>>,
): Credentials {
  const cluster = kubectlCluster(chosen.cluster, server, env);
  const user = kubectlUser(chosen.user, cluster);
  let config: KubeConfig | undefined;
  let kept: KeptAgent | undefined;
  let latest: { readonly since: number; readonly promise: Promise<Authentication> } | undefined;

  const authenticate = async (): Promise<Authentication> => {
    let options: RequestOptions;
    try {
      config ??= kubeConfig(cluster, user);
      options = await httpsOptions(config);
    } catch (error) {
      throw credentialsOutage(error, user);
    }
    const isProxied = cluster['proxy-url'] !== undefined;
    try {
      kept = isProxied ? keptAlive(options.agent) : keepAliveAgent(server, options, kept);
    } catch (error) {
      throw outageError(error); // a certificate or key that OpenSSL cannot read
    }
    return { options: { agent: kept.agent, auth: options.auth ?? null }, headers: headersOf(options, user) };
  };

  return {
    current: () => {
      if (latest === undefined || performance.now() - latest.since > maxAgeMs)
        latest = { since: performance.now(), promise: authenticate() };
      return latest.promise;
    },
    renew: () => {
      if (user.exec === undefined && user.tokenFile === undefined) return false;
      latest = undefined;
      config = undefined; // its authenticators remember the refused credential
      return true;
    },
    close: () => kept?.agent.destroy(),
  };
}

function kubeConfig(cluster: JsonObject, user: JsonObject): KubeConfig {
  const config = new KubeConfig();
  const provider = user['auth-provider'];
  const isOidc = isJsonObject(provider) && provider.name === 'oidc';
  const users = newUsers([
    { name: 'user', user: isOidc ? { ...user, 'auth-provider': refreshableProvider(provider) } : user },
  ]);
  config.loadFromOptions({
    clusters: newClusters([{ name: 'cluster', cluster }]),
    users,
    contexts: [{ name: 'context', cluster: 'cluster', user: 'user' }],
    currentContext: 'context',
  });
  return config;
}

async function httpsOptions(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return options;
}

function headersOf(options: RequestOptions, user: JsonObject): Authentication['headers'] {
  // applyToHTTPSOptions fills in an object of header names and values, never a list
  const headers = (options.headers ?? {}) as Readonly<Record<string, string>>;
  return { ...headers, ...tokenFileHeader(user), ...impersonationHeaders(user) };
}

/** client-go prefers the file over a token, and trims it. */
function tokenFileHeader(user: JsonObject): Readonly<Record<string, string>> {
  if (typeof user.tokenFile !== 'string') return {};
  try {
    return { Authorization: `Bearer ${readFileSync(user.tokenFile, 'utf8').trim()}` };
  } catch (error) {
    throw new OutageError({ code: 'unauthorized', detail: `the token file ${user.tokenFile} cannot be read` }, error);
  }
}

function credentialsOutage(error: unknown, user: JsonObject): OutageError {
  const said = error instanceof Error ? error : new Error(String(error));
  const path = 'path' in said && typeof said.path === 'string' ? said.path : undefined;
  const plugin = execCommand(user);
  if (plugin !== undefined) {
    // JSON.parse quotes what it read, which may be the token
    const why = said instanceof SyntaxError ? 'it printed no ExecCredential' : redacted(said.message);
    return new OutageError({ code: 'unauthorized', detail: `the exec plugin "${plugin}" gave no credentials: ${why}` });
  }
  if (path !== undefined)
    return new OutageError({ code: 'certificate', detail: `${path}, named by the kubeconfig, cannot be read` }, error);
  return new OutageError({ code: 'unauthorized', detail: `no credentials: ${redacted(said.message)}` }, error);
}

const execCommand = (user: JsonObject): string | undefined => {
  const command = valueAt(user, 'exec', 'command');
  return command === undefined ? undefined : redacted(String(command));
};
