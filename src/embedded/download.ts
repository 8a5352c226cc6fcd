import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { findChecksum } from './checksum.ts';
import { type Download, downloadPlan, type Mirrors } from './download-plan.ts';
import type { OnProgress } from './progress.ts';
import type { ControlPlaneVersions } from './versions.ts';

export interface DownloadOptions {
  readonly mirrors: Mirrors;
  /** Where files and parts of files are kept until all are there. */
  readonly downloads: string;
  readonly destination: string;
  /** How long the first answer may take before the network counts as absent. */
  readonly connectTimeoutMs: number;
  /** How long nothing may come of a file that has begun, before it is asked for again. */
  readonly stallTimeoutMs?: number;
  /** Pause before the second attempt; it grows with each. */
  readonly retryPauseMs?: number;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** Fetches every program into `destination`. Answers undefined when all went well, else why it did not. */
export async function downloadBinaries(
  versions: ControlPlaneVersions,
  options: DownloadOptions,
): Promise<string | undefined> {
  const plan = downloadPlan(versions, options.mirrors, platform(), arch());
  if (plan === undefined) return `no releases for ${platform()}-${arch()}`;
  try {
    // All checksums first: they are small, and tell at once whether the publishers can be reached.
    const sums = await Promise.all(plan.map((download) => fetchChecksum(download, options)));
    await mkdir(options.downloads, { recursive: true });
    for (const [index, download] of plan.entries()) await fetchProgram(download, sums[index] ?? '', options);
    await rm(options.downloads, { recursive: true, force: true });
    return undefined;
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof DownloadFailure) return error.message;
    throw error;
  }
}

/** An expected misfortune of the network or the publisher; the message is the reason. */
class DownloadFailure extends Error {}

async function fetchChecksum({ checksum, program }: Download, options: DownloadOptions): Promise<string> {
  const response = await request(checksum.url, {}, options, options.connectTimeoutMs);
  const text = await response.text().catch((error) => {
    throw new DownloadFailure(reasonOf(checksum.url, error));
  });
  if (!response.ok) throw new DownloadFailure(`${checksum.url} answers ${response.status}`);
  const sum = findChecksum(checksum, text);
  if (sum === undefined) throw new DownloadFailure(`${checksum.url} names no checksum for ${program}`);
  return sum;
}

async function fetchProgram(download: Download, sum: string, options: DownloadOptions): Promise<void> {
  const file = join(options.downloads, download.file);
  if ((await sha256(file)) !== sum) await fetchFile(download, file, sum, options);
  const target = join(options.destination, download.program);
  if (download.member === undefined) await copyFile(file, target);
  else await extract(file, download.member, options);
  await chmod(target, 0o755);
}

/** Goes on where an earlier attempt ended; five attempts, each of which may fetch some more. */
async function fetchFile(download: Download, file: string, sum: string, options: DownloadOptions): Promise<void> {
  const partial = `${file}.part`;
  let reason = '';
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    if (attempt > 1) await sleep((options.retryPauseMs ?? 300) * attempt, undefined, { signal: options.signal });
    try {
      await fetchRest(download, partial, options);
    } catch (error) {
      if (!(error instanceof DownloadFailure)) throw error;
      reason = error.message;
      continue;
    }
    if ((await sha256(partial)) === sum) return rename(partial, file);
    await rm(partial);
    reason = `${download.url} does not have the published checksum`;
  }
  throw new DownloadFailure(reason);
}

async function fetchRest(download: Download, partial: string, options: DownloadOptions): Promise<void> {
  const have = await stat(partial).then(
    (found) => found.size,
    () => 0,
  );
  const response = await request(download.url, have > 0 ? { range: `bytes=${have}-` } : {}, options, 30_000);
  if (response.status === 416) return; // all of it is here already; the checksum decides
  if (!response.ok || response.body === null) throw new DownloadFailure(`${download.url} answers ${response.status}`);
  const isRest = response.status === 206;
  let bytes = isRest ? have : 0;
  const announced = Number(response.headers.get('content-length') ?? Number.NaN);
  const total = Number.isNaN(announced) ? {} : { totalBytes: bytes + announced };
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      options.onProgress({ step: 'downloading', file: download.program, bytes, ...total });
      done(null, chunk);
    },
  });
  const sink = createWriteStream(partial, { flags: isRest ? 'a' : 'w' });
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(new Error('no more came')), options.stallTimeoutMs ?? 30_000);
  counter.on('data', () => timer.refresh());
  try {
    const signal = AbortSignal.any([options.signal, stalled.signal]);
    await pipeline(Readable.fromWeb(response.body), counter, sink, { signal });
  } catch (error) {
    throw new DownloadFailure(reasonOf(download.url, error));
  } finally {
    clearTimeout(timer);
  }
}

async function request(
  url: string,
  headers: Record<string, string>,
  { signal }: DownloadOptions,
  timeoutMs: number,
): Promise<Response> {
  // The time-out covers the time until the answer begins, not the time that a large file takes.
  const slow = new AbortController();
  const timer = setTimeout(() => slow.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await fetch(url, { headers, signal: AbortSignal.any([signal, slow.signal]) });
  } catch (error) {
    signal.throwIfAborted();
    throw new DownloadFailure(reasonOf(url, error));
  } finally {
    clearTimeout(timer);
  }
}

/** fetch hides what happened in `cause`. */
function reasonOf(url: string, error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return `${url}: ${inner instanceof Error ? inner.message : String(inner)}`;
}

async function sha256(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
    return hash.digest('hex');
  } catch {
    return undefined; // not there
  }
}

/** `tar` is on every Linux and macOS; the archive's other members are not touched. */
function extract(archive: string, member: string, { destination, signal }: DownloadOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('tar', ['-xzf', archive, '-C', destination, '--strip-components=1', member], {
      stdio: 'ignore',
      signal,
    });
    child.on('error', (error) => reject(signal.aborted ? signal.reason : new DownloadFailure(`tar: ${error.message}`)));
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new DownloadFailure(`${archive} holds no ${member}`)),
    );
  });
}
