import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleLazyPackages, lazyPackages } from './lazy-packages.ts';
import { plainBuiltins } from './plain-builtins.ts';
import { withoutLocales } from './without-locales.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles one entry into `main.js`, and its lazily loaded packages beside it: what the package ships, and the benchmark
 * runs. One file with short names: measured, `check` starts 15 to 20 ms quicker than from a hundred chunks. What is
 * imported dynamically is still not run before it is wanted.
 */
export async function bundle(entry: string, outdir: string): Promise<void> {
  const { outputFiles, metafile } = await build({
    ...{ absWorkingDir: root, entryPoints: [entry], bundle: true, write: false, metafile: true },
    ...{
      format: 'esm',
      platform: 'node',
      target: 'node22.19',
      minify: true,
      legalComments: 'none',
      logLevel: 'warning',
    },
    plugins: [lazyPackages, plainBuiltins, withoutLocales],
    define: { 'import.meta.url': '__moduleUrl', 'import.meta.dirname': '__moduleFolder' },
  });
  const code = outputFiles[0]?.text ?? '';
  const imports = Object.values(metafile.outputs).flatMap((output) =>
    output.imports.filter(({ kind }) => kind !== 'require-call'),
  );
  // `bin/start.js` runs what follows the first line as a script, which knows neither
  if (imports.length > 0 || /\bimport\.meta\b/.test(code))
    throw new Error(`imports are left in the bundle: ${JSON.stringify(imports)}`);
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await bundleLazyPackages(join(outdir, 'lazy'), root);
  await writeFile(
    join(outdir, 'main.js'),
    `/*${createHash('sha256').update(code).digest('hex')}*/${firstLine}\n${code}`,
  );
}

/** With it `main.js` is a module that runs by itself; `bin/start.js` gives the same names to the rest as a script. */
const firstLine =
  "import{createRequire}from'node:module';" +
  'const require=createRequire(import.meta.url),__lazyRequire=require,__moduleUrl=import.meta.url,__moduleFolder=import.meta.dirname;';

if (import.meta.main) await bundle('src/main.ts', join(root, 'dist'));
