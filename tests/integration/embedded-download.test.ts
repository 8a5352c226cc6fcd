import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type DownloadOptions, downloadBinaries } from '../../src/embedded/download.ts';
import { mirrorsUnder } from '../../src/embedded/download-plan.ts';
import type { Progress } from '../../src/embedded/progress.ts';
import { temporaryFolder } from '../embedded/temporary-folder.ts';

const versions = { kubernetes: 'v1.36.4', etcd: 'v3.6.14', kwok: 'v0.8.0' };
const goArch = arch() === 'arm64' ? 'arm64' : 'amd64';
const programs = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'kwok'];

const contentOf = (program: string) => Buffer.from(`#!/bin/sh\necho ${program}\n#${'x'.repeat(5000)}\n`);
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

/** The publishers' files in their layout, by path. */
function releases(): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const program of ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl']) {
    const path = `/kubernetes/v1.36.4/bin/linux/${goArch}/${program}`;
    files.set(path, contentOf(program)).set(`${path}.sha256`, Buffer.from(sha256(contentOf(program))));
  }
  const archive = etcdArchive();
  const etcd = `etcd-v3.6.14-linux-${goArch}.tar.gz`;
  files.set(`/etcd/v3.6.14/${etcd}`, archive);
  files.set('/etcd/v3.6.14/SHA256SUMS', Buffer.from(`${'0'.repeat(64)}  other\n${sha256(archive)}  ${etcd}\n`));
  const kwok = `kwok-linux-${goArch}`;
  files.set(`/kwok/v0.8.0/${kwok}`, contentOf('kwok'));
  const release = { assets: [{ name: kwok, digest: `sha256:${sha256(contentOf('kwok'))}` }] };
  files.set('/github/kubernetes-sigs/kwok/releases/tags/v0.8.0', Buffer.from(JSON.stringify(release)));
  return files;
}

function etcdArchive(): Buffer {
  const folder = temporaryFolder();
  const inside = `etcd-v3.6.14-linux-${goArch}`;
  mkdirSync(join(folder, inside));
  writeFileSync(join(folder, inside, 'etcd'), contentOf('etcd'));
  writeFileSync(join(folder, inside, 'README.md'), 'not wanted');
  return execFileSync('tar', ['-czf', '-', inside], { cwd: folder });
}

type Handler = (request: IncomingMessage, response: ServerResponse, content: Buffer | undefined) => void;

/** Answers ranges as the publishers' servers do. */
const serve: Handler = (request, response, content) => {
  if (content === undefined) return void response.writeHead(404).end();
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= content.length) return void response.writeHead(416).end();
  const rest = content.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length }).end(rest);
};

async function publisher(handler: Handler = serve) {
  const files = releases();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.url}${request.headers.range ? ` ${request.headers.range}` : ''}`);
    handler(request, response, files.get(request.url ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // listening on TCP
  const folder = temporaryFolder();
  const destination = join(folder, 'out');
  mkdirSync(destination);
  const events: Progress[] = [];
  const options: DownloadOptions = {
    mirrors: mirrorsUnder(`http://127.0.0.1:${port}`),
    downloads: join(folder, 'downloads'),
    destination,
    connectTimeoutMs: 10_000,
    stallTimeoutMs: 10_000,
    retryPauseMs: 5,
    signal: new AbortController().signal,
    onProgress: (event) => events.push(event),
  };
  return { options, requests, events, files };
}

describe.skipIf(platform() !== 'linux')('downloads', () => {
  test('every program arrives whole and can be run', async () => {
    const { options, events } = await publisher();
    expect(await downloadBinaries(versions, options)).toBe(undefined);
    const said = readdirSync(options.destination).map((file) =>
      execFileSync(join(options.destination, file), { encoding: 'utf8' }).trim(),
    );
    expect(said).toEqual(programs);
    expect(events.filter((event) => event.step === 'downloading' && event.bytes === event.totalBytes).length).toBe(6);
  });

  test('a connection that breaks is gone on with where it broke', async () => {
    let hasBroken = false;
    const { options, requests } = await publisher((request, response, content) => {
      if (!request.url?.endsWith('/kubectl') || hasBroken || content === undefined)
        return serve(request, response, content);
      hasBroken = true;
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 1000), () => setTimeout(() => response.destroy(), 100));
    });
    expect(await downloadBinaries(versions, options)).toBe(undefined);
    expect(readFileSync(join(options.destination, 'kubectl'))).toEqual(contentOf('kubectl'));
    expect(requests.filter((each) => each.includes('/kubectl') && !each.includes('sha256'))).toEqual([
      `/kubernetes/v1.36.4/bin/linux/${goArch}/kubectl`,
      `/kubernetes/v1.36.4/bin/linux/${goArch}/kubectl bytes=1000-`,
    ]);
  });

  test('a part left by an earlier command is gone on with', async () => {
    const { options, requests } = await publisher();
    mkdirSync(options.downloads);
    writeFileSync(join(options.downloads, `kwok-v0.8.0-${goArch}.part`), contentOf('kwok').subarray(0, 123));
    expect(await downloadBinaries(versions, options)).toBe(undefined);
    expect(requests.at(-1)).toBe(`/kwok/v0.8.0/kwok-linux-${goArch} bytes=123-`);
    expect(readFileSync(join(options.destination, 'kwok'))).toEqual(contentOf('kwok'));
  });

  test('a server that knows no ranges sends all of it again', async () => {
    const { options, requests } = await publisher((request, response, content) => {
      response.writeHead(content === undefined ? 404 : 200).end(content);
      void request;
    });
    mkdirSync(options.downloads);
    writeFileSync(join(options.downloads, `kwok-v0.8.0-${goArch}.part`), 'rubbish');
    expect(await downloadBinaries(versions, options)).toBe(undefined);
    expect(readFileSync(join(options.destination, 'kwok'))).toEqual(contentOf('kwok'));
    expect(requests.filter((each) => each.startsWith('/kwok')).length).toBe(1);
  });

  test('a connection that goes silent is given up and asked for again', async () => {
    let isFirst = true;
    const { options } = await publisher((request, response, content) => {
      if (!request.url?.endsWith('/kubectl') || !isFirst || content === undefined)
        return serve(request, response, content);
      isFirst = false;
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 10)); // and nothing more
    });
    expect(await downloadBinaries(versions, { ...options, stallTimeoutMs: 100 })).toBe(undefined);
  });

  test('a file that is not the published one is never used', async () => {
    const { options, files } = await publisher();
    const path = `/kubernetes/v1.36.4/bin/linux/${goArch}/kubectl`;
    files.set(path, Buffer.from('something else'));
    const reason = await downloadBinaries(versions, options);
    expect(reason).toBe(
      `${options.mirrors.kubernetes}/v1.36.4/bin/linux/${goArch}/kubectl does not have the published checksum`,
    );
    expect(readdirSync(options.destination).includes('kubectl')).toBe(false);
  });

  test('a release that is not there', async () => {
    const { options } = await publisher();
    const reason = await downloadBinaries({ ...versions, kwok: 'v9.9.9' }, options);
    expect(reason).toBe(`${options.mirrors.github}/kubernetes-sigs/kwok/releases/tags/v9.9.9 answers 404`);
  });

  test('a network that does not answer is found out within the time-out', async () => {
    const { options } = await publisher(() => undefined);
    const start = performance.now();
    const reason = await downloadBinaries(versions, { ...options, connectTimeoutMs: 200 });
    expect(reason?.replace(/^\S+/, 'URL')).toBe('URL no answer within 200 ms');
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test('nobody at the address is found out at once', async () => {
    const { options } = await publisher();
    const reason = await downloadBinaries(versions, { ...options, mirrors: mirrorsUnder('http://127.0.0.1:1') });
    expect(reason).toMatch(/^http:\/\/127\.0\.0\.1:1\/\S+ (bad port|connect ECONNREFUSED 127\.0\.0\.1:1)$/);
  });

  test('Ctrl-C ends the download and keeps the part', async () => {
    const stop = new AbortController();
    const { options } = await publisher((request, response, content) => {
      if (!request.url?.endsWith('/kubectl') || content === undefined) return serve(request, response, content);
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 10), () => setTimeout(() => stop.abort(), 20));
    });
    const download = downloadBinaries(versions, { ...options, signal: stop.signal });
    await expect(download).rejects.toThrow('This operation was aborted');
    expect(readdirSync(options.downloads).includes(`kubectl-v1.36.4-${goArch}.part`)).toBe(true);
  });
});
