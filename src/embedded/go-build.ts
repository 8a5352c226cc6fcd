import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { GoBuild } from './build-plan.ts';
import type { OnProgress } from './progress.ts';

/** Packages that a cold build compiles (`go list -deps`), for the progress only. */
const packagesOfColdBuild = 2800;

interface GoBuildOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** Builds into `destination` with Go's own caches. Answers undefined when all went well, else what go said. */
export async function goBuild(
  builds: readonly GoBuild[],
  controlPlaneFolder: string,
  destination: string,
  options: GoBuildOptions,
): Promise<string | undefined> {
  let packages = 0;
  const tell = (latest: string) =>
    options.onProgress({ step: 'building', packages, ofAbout: packagesOfColdBuild, latest });
  for (const build of builds) {
    tell(build.output); // linking alone takes seconds, and says nothing
    const [command = 'build', ...rest] = build.args;
    const args = [command, '-o', join(destination, build.output), ...rest];
    const failure = await runGo(args, controlPlaneFolder, options, (line) => {
      if (isPackage(line)) packages += 1;
      else if (!line.startsWith('go: downloading ')) return false;
      tell(line);
      return true;
    });
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** Whether the machine has a Go that can be run. */
export async function hasGo(env: GoBuildOptions['env']): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('go', ['version'], { env: { ...env }, stdio: 'ignore' });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}

/** With `-v` go names every package it compiles on a line of its own. */
const isPackage = (line: string): boolean => /^[a-z0-9][\w.-]*(\/[\w.~-]+)*$/.test(line);

function runGo(
  args: readonly string[],
  cwd: string,
  { env, signal }: GoBuildOptions,
  isProgress: (line: string) => boolean,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const lastLines: string[] = [];
    const child = spawn('go', args, {
      cwd,
      // GOFLAGS and GOWORK of the user's own projects must not change what is built here.
      env: { ...env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' },
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
      killSignal: 'SIGTERM',
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (!isProgress(line)) lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
    });
    child.on('error', (error) => (signal.aborted ? reject(signal.reason) : resolve(error.message)));
    child.on('close', (code) => resolve(code === 0 ? undefined : lastLines.join('\n') || `go ended with code ${code}`));
  });
}
