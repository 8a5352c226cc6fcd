import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/** So many runs add what they compiled to what the next one finds. */
const learningRuns = 3;

/**
 * Runs the bundle with the functions that earlier runs of the same command had to compile: `check` is 45 ms quicker than
 * with `module.enableCompileCache()`, which keeps what is compiled at loading only. The folder must be the user's own,
 * since what lies in it is run. V8 refuses what another version of it, or another source, has made.
 *
 * @param {URL} main the bundle: a first line that makes it a module, with the hash of what follows; see scripts/build.ts
 * @param {string} folder
 * @param {string} command
 */
export async function start(main, folder, command) {
  const text = readFileSync(main, 'utf8');
  const firstLine = text.slice(0, text.indexOf('\n'));
  const file = join(folder, `${command}-${firstLine.slice(2, 18)}-${process.versions.v8}-${process.arch}`);
  const known = readCode(file);
  const source = `(async (require, __lazyRequire, __moduleUrl, __moduleFolder) => {${text.slice(firstLine.length)}\n})`;
  const script = new Script(source, { filename: fileURLToPath(main), ...(known && { cachedData: known.code }) });
  const require = createRequire(main);
  await script.runInThisContext()(require, require, main.href, dirname(fileURLToPath(main)));
  const runs = script.cachedDataRejected ? 0 : (known?.runs ?? 0);
  const isUsageMistake = process.exitCode === 2; // it may not even be a command
  if (runs < learningRuns && !isUsageMistake) writeCode(file, script.createCachedData(), runs + 1);
}

/** The last byte counts the runs that have added to the code before it. */
function readCode(file) {
  try {
    const bytes = readFileSync(file);
    return { code: bytes.subarray(0, -1), runs: bytes.at(-1) };
  } catch {
    return undefined;
  }
}

/** Without a folder to write to, each run compiles anew. */
function writeCode(file, code, runs) {
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(unfinished, Buffer.concat([code, Buffer.from([runs])]), { mode: 0o600 });
    renameSync(unfinished, file);
    removeOthers(file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}

/** What another build or another Node has left for the same command. */
function removeOthers(file) {
  const folder = dirname(file);
  const command = /^[a-z]+-/.exec(basename(file))?.[0];
  for (const name of readdirSync(folder))
    if (command && name.startsWith(command) && name !== basename(file)) rmSync(join(folder, name), { force: true });
}
