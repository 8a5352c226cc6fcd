import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { bundle } from '../../scripts/build.ts';
import { OutageError } from '../../src/cluster/client.ts';
import { connect } from '../../src/cluster/connect.ts';
import { type MisbehavingProxy, startMisbehavingProxy } from './misbehaving-proxy.ts';
import { serverIdentity } from './test-certificates.ts';
import { startHttpProxy, startSocksProxy } from './tunnels.ts';

let folder: string;
let proxy: MisbehavingProxy;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeproctor-connections-'));
  proxy = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
  // as the published binary is bundled, with the same lazily loaded packages
  await bundle('bench/connect-and-read.ts', join(folder, 'bundle'));
});

afterAll(async () => {
  await proxy?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe('the bundle reads', () => {
  test('directly', async () => {
    expect(await runBundle(inject('kubeconfig'))).toBe('28 answers, 0 outages\n');
  });

  test('through an HTTP proxy named in the kubeconfig', async () => {
    await using tunnel = await startHttpProxy();
    const kubeconfig = await withCluster({ 'proxy-url': `http://127.0.0.1:${tunnel.port}` });
    expect(await runBundle(kubeconfig)).toBe('28 answers, 0 outages\n');
    expect(new Set(tunnel.destinations)).toEqual(new Set([await serverHost()]));
  });

  test('through a SOCKS proxy named in the kubeconfig', async () => {
    await using tunnel = await startSocksProxy();
    const kubeconfig = await withCluster({ 'proxy-url': `socks5://127.0.0.1:${tunnel.port}` });
    expect(await runBundle(kubeconfig)).toBe('28 answers, 0 outages\n');
    expect(new Set(tunnel.destinations)).toEqual(new Set([await serverHost()]));
  });

  test('with an OIDC token that it refreshes', async () => {
    await using issuer = await startIssuer();
    const config = {
      ...{ 'idp-issuer-url': issuer.url, 'client-id': 'kubeproctor', 'client-secret': 'hush' },
      ...{ 'id-token': idToken(issuer.url, -3600), 'refresh-token': 'first' },
      'idp-certificate-authority': issuer.authorityFile,
    };
    const kubeconfig = await withUser({ 'auth-provider': { name: 'oidc', config } });
    proxy.misbehave(() => undefined);
    const output = await runBundle(kubeconfig);
    expect(output).toBe('28 answers, 0 outages\n');
    expect(issuer.grants).toEqual(['grant_type=refresh_token&refresh_token=first']);
    expect(authorizations()).toEqual([`Bearer ${issuer.issued}`]);
  });
});

describe('an exec plugin', () => {
  test('is told what it is asked for, and run once', async () => {
    const command = await script('plugin', [
      `printf '%s\\n' "$KUBERNETES_EXEC_INFO" >> "$LOG"`,
      `echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"from-plugin"}}'`,
    ]);
    const log = join(folder, 'plugin.log');
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, env: [{ name: 'LOG', value: log }] };
    await versionThrough(await withUser({ exec: { ...exec, provideClusterInfo: true } }), 3);
    expect(authorizations()).toEqual(['Bearer from-plugin']);
    const info = JSON.parse(await readFile(log, 'utf8')); // more than one document would not parse
    expect(info).toEqual({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      spec: {
        interactive: false,
        cluster: { server: `${proxy.url}/`, 'certificate-authority-data': expect.any(String) },
      },
    });
  });

  test('is run again when its token was refused', async () => {
    const command = await script('renewing', [
      `echo x >> "$LOG"`,
      `n=$(wc -l < "$LOG" | tr -d ' ')`,
      `echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"token-'$n'"}}'`,
    ]);
    const kubeconfig = await withUser({
      exec: { command, env: [{ name: 'LOG', value: join(folder, 'renewing.log') }] },
    });
    const statuses = await versionThrough(kubeconfig, 1, ({ headers }) =>
      headers.authorization === 'Bearer token-1' ? { do: 'answer', status: 401, body: '{}' } : undefined,
    );
    expect(statuses).toEqual([200]);
    expect(authorizations()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('that fails: its words, without credentials', async () => {
    const command = await script('failing', [`echo 'session over, token=abc123; run "login"' >&2`, 'exit 1']);
    expect(await outageThrough(await withUser({ exec: { command } }))).toEqual({
      code: 'unauthorized',
      detail: `the exec plugin "${command}" gave no credentials: session over, token=[secret]; run "login"`,
    });
  });

  test('that prints no ExecCredential: nothing of what it printed', async () => {
    const command = await script('babbling', ['echo my-secret-token']);
    expect(await outageThrough(await withUser({ exec: { command } }))).toEqual({
      code: 'unauthorized',
      detail: `the exec plugin "${command}" gave no credentials: it printed no ExecCredential`,
    });
  });

  test('that is not installed', async () => {
    expect(await outageThrough(await withUser({ exec: { command: 'no-such-plugin' } }))).toEqual({
      code: 'unauthorized',
      detail: 'the exec plugin "no-such-plugin" gave no credentials: spawn no-such-plugin ENOENT',
    });
  });

  test('that never ends is waited for no longer than the request', async () => {
    const command = await script('sleeping', ['exec sleep 30']);
    expect(await outageThrough(await withUser({ exec: { command } }), 300)).toEqual({
      code: 'timeout',
      detail: 'the API server did not answer in time',
    });
  });
});

test('a token file, trimmed and preferred to a token', async () => {
  await writeFile(join(folder, 'token'), 'from-file\n');
  await versionThrough(await withUser({ token: 'from-config', tokenFile: 'token' }));
  expect(authorizations()).toEqual(['Bearer from-file']);
});

test('a user name and a password', async () => {
  await versionThrough(await withUser({ username: 'jane', password: 'hush' }));
  expect(authorizations()).toEqual([`Basic ${Buffer.from('jane:hush').toString('base64')}`]);
});

test('impersonation with groups', async () => {
  await versionThrough(await withUser({ as: 'jane', 'as-groups': ['dev', 'ops'] }));
  const headers = proxy.requests[0]?.headers;
  expect([headers?.['impersonate-user'], headers?.['impersonate-group']]).toEqual(['jane', 'dev, ops']);
});

/** Runs the bundle as a process, with nothing of this machine's environment but its PATH. */
async function runBundle(kubeconfig: string): Promise<string> {
  const main = join(folder, 'bundle', 'main.js');
  const { stdout } = await promisify(execFile)(process.execPath, [main, kubeconfig], {
    env: { PATH: process.env.PATH },
  });
  return stdout;
}

/** Asks for the version so many times through the misbehaving proxy. */
async function versionThrough(
  kubeconfig: string,
  times = 1,
  rule: Parameters<MisbehavingProxy['misbehave']>[0] = () => undefined,
): Promise<readonly number[]> {
  proxy.misbehave(rule);
  const client = await connect({ kubeconfig, env: {} });
  const request = () => client.request({ method: 'GET', path: '/version' });
  const responses = await Promise.all(Array.from({ length: times }, request));
  client.close();
  return responses.map((response) => response.status);
}

async function outageThrough(kubeconfig: string, timeoutMs = 5000) {
  const client = await connect({ kubeconfig, env: {} });
  const error = await client.request({ method: 'GET', path: '/version', timeoutMs }).catch((thrown) => thrown);
  client.close();
  if (error instanceof OutageError) return error.outage;
  throw new Error('no outage', { cause: error });
}

const authorizations = () => [...new Set(proxy.requests.map((request) => request.headers.authorization))];

/** The misbehaving proxy's kubeconfig with this user. */
async function withUser(user: object): Promise<string> {
  const content = parse(await readFile(proxy.kubeconfig, 'utf8'));
  content.users[0].user = user;
  return written(content);
}

/** The shared cluster's kubeconfig with these fields in its cluster. */
async function withCluster(fields: object): Promise<string> {
  const content = parse(await readFile(inject('kubeconfig'), 'utf8'));
  Object.assign(content.clusters[0].cluster, fields);
  return written(content);
}

async function serverHost(): Promise<string> {
  return new URL(parse(await readFile(inject('kubeconfig'), 'utf8')).clusters[0].cluster.server).host;
}

let files = 0;

async function written(content: unknown): Promise<string> {
  const path = join(folder, `kubeconfig-${files++}`);
  await writeFile(path, stringify(content));
  return path;
}

async function script(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(path, 0o755);
  return path;
}

/** An OpenID provider that knows discovery and the refresh grant. */
async function startIssuer() {
  const { authority, certificate, key } = serverIdentity('valid');
  const authorityFile = join(folder, 'issuer-ca.pem');
  await writeFile(authorityFile, authority);
  const grants: string[] = [];
  let url = '';
  let issued = '';
  const server = createServer({ cert: certificate, key }, async (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/.well-known/openid-configuration') {
      response.end(JSON.stringify({ issuer: url, token_endpoint: `${url}/token`, jwks_uri: `${url}/keys` }));
      return;
    }
    const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
    grants.push(`grant_type=${form.get('grant_type')}&refresh_token=${form.get('refresh_token')}`);
    issued = idToken(url, 3600);
    const tokens = {
      access_token: 'a',
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: 'second',
      id_token: issued,
    };
    response.end(JSON.stringify(tokens));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is no pipe's
  url = `https://127.0.0.1:${port}`;
  return {
    ...{ url, authorityFile, grants },
    get issued() {
      return issued;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Its signature is not looked at by clients that had it from the issuer over TLS. */
function idToken(issuer: string, expiresInSeconds: number): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: 'kubeproctor', sub: 'jane', iat: now, exp: now + expiresInSeconds };
  return (
    [{ alg: 'RS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') +
    '.c2ln'
  );
}
