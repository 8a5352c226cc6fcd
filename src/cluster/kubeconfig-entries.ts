import { isAbsolute, join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../kubernetes/json.ts';
import { environmentProxy } from './environment-proxy.ts';
import type { KubeconfigEntry } from './kubeconfig.ts';

/**
 * A cluster entry such that client-node does with it what kubectl does: paths are relative to the file's folder, data
 * beats files, the environment's proxy counts, and plain http is allowed.
 */
export function kubectlCluster(
  entry: KubeconfigEntry,
  server: URL,
  env: Readonly<Record<string, string | undefined>>,
): JsonObject {
  const { 'certificate-authority': caFile, 'proxy-url': ownProxy, ...rest } = entry.value;
  const proxy = isText(ownProxy) ? ownProxy : environmentProxy(server, env);
  return {
    ...rest,
    server: server.href,
    ...fileUnlessData(entry, 'certificate-authority', rest['certificate-authority-data'], caFile),
    ...(proxy === undefined ? {} : { 'proxy-url': proxy }),
    // client-node refuses http without this; there is no TLS to verify
    ...(server.protocol === 'http:' ? { 'insecure-skip-tls-verify': true } : {}),
  };
}

/** A user entry likewise. */
export function kubectlUser(entry: KubeconfigEntry, cluster: JsonObject): JsonObject {
  const { 'client-certificate': certFile, 'client-key': keyFile, tokenFile, exec, ...rest } = entry.value;
  return {
    ...rest,
    ...fileUnlessData(entry, 'client-certificate', rest['client-certificate-data'], certFile),
    ...fileUnlessData(entry, 'client-key', rest['client-key-data'], keyFile),
    ...(isText(tokenFile) ? { tokenFile: absolute(entry, tokenFile) } : {}),
    ...(isJsonObject(exec) ? { exec: execEntry(exec, entry, cluster) } : {}),
  };
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
export function impersonationHeaders(user: JsonObject): Readonly<Record<string, string | readonly string[]>> {
  const groups = textsOf(user['as-groups']);
  const extra = isJsonObject(user['as-user-extra']) ? Object.entries(user['as-user-extra']) : [];
  return {
    ...(groups.length === 0 ? {} : { 'Impersonate-Group': groups }),
    ...(isText(user['as-uid']) ? { 'Impersonate-Uid': user['as-uid'] } : {}),
    ...Object.fromEntries(
      extra.map(([key, value]) => [`Impersonate-Extra-${encodeURIComponent(key)}`, textsOf(value)]),
    ),
  };
}

/**
 * An exec plugin is told the version it should speak, and the cluster if it asks:
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#input-and-output-formats
 */
function execEntry(exec: JsonObject, entry: KubeconfigEntry, cluster: JsonObject): JsonObject {
  const spec = { interactive: false, ...(exec.provideClusterInfo === true ? { cluster: execCluster(cluster) } : {}) };
  const info = { kind: 'ExecCredential', apiVersion: exec.apiVersion ?? 'client.authentication.k8s.io/v1', spec };
  const command = isText(exec.command) && /[/\\]/.test(exec.command) ? absolute(entry, exec.command) : exec.command;
  const env = Array.isArray(exec.env) ? exec.env : [];
  return {
    ...exec,
    ...(command === undefined ? {} : { command }),
    args: exec.args ?? [],
    env: [...env, { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }],
  };
}

function execCluster(cluster: JsonObject): JsonObject {
  const names = ['server', 'tls-server-name', 'insecure-skip-tls-verify', 'certificate-authority-data', 'proxy-url'];
  return Object.fromEntries(names.flatMap((name) => (cluster[name] === undefined ? [] : [[name, cluster[name]]])));
}

function fileUnlessData(
  entry: KubeconfigEntry,
  name: string,
  data: Json | undefined,
  file: Json | undefined,
): JsonObject {
  return isText(file) && !isText(data) ? { [name]: absolute(entry, file) } : {};
}

const absolute = (entry: KubeconfigEntry, path: string): string =>
  isAbsolute(path) ? path : join(entry.directory, path);

const isText = (value: Json | undefined): value is string => typeof value === 'string' && value !== '';

const textsOf = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.filter(isText) : []);
