import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Which folders of src/ each may import from, beside itself and the files at the top that everybody may. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  kubernetes: [],
  snapshot: ['kubernetes'],
  lab: ['kubernetes'],
  library: ['lab'],
  checks: ['kubernetes', 'lab', 'snapshot'],
  grade: ['checks', 'kubernetes', 'lab', 'snapshot'],
  prove: ['grade', 'checks', 'kubernetes', 'lab', 'snapshot'],
  report: ['prove', 'grade', 'checks', 'kubernetes', 'lab', 'snapshot'],
  cluster: ['kubernetes', 'lab', 'snapshot'],
  embedded: ['kubernetes'],
  session: ['cluster', 'embedded', 'checks', 'kubernetes', 'lab', 'snapshot'],
  commands: ['session', 'prove', 'cluster', 'embedded', 'library', 'grade', 'report', 'kubernetes', 'lab', 'snapshot'],
  cli: ['commands'],
};
const forEverybody = ['io.ts', 'user-error.ts'];

/** Folders without effects: no files, no network, no process, no clock. */
const pure = ['kubernetes', 'snapshot', 'lab', 'checks', 'grade', 'prove', 'report'];
const effects = /^node:(?!crypto$|buffer$|zlib$)|^(@kubernetes\/client-node|chalk|listr2|proper-lockfile|commander)$/;

/** `path: what` that are allowed to break a rule, each with its reason. */
const exceptions: Readonly<Record<string, string>> = {
  'src/report/colour-palette.ts: imports chalk': 'the palette of terminals is loaded only for one, and prints nothing',
};

const files = globSync('src/**/*.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'));
const sources = files.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

test('folders import only from those below them', () => {
  expect(sources.flatMap(upwardImports)).toEqual([]);
});

test('only cluster/ imports @kubernetes/client-node', () => {
  const importers = sources.filter(({ text }) =>
    importsOf(text).some((name) => name.startsWith('@kubernetes/client-node')),
  );
  expect(importers.map(({ path }) => path).filter((path) => folderOf(path) !== 'cluster')).toEqual([]);
});

test('pure folders import nothing that has effects', () => {
  const found = sources
    .filter(({ path }) => pure.includes(folderOf(path)))
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter((name) => effects.test(name))
        .map((name) => `${path}: imports ${name}`),
    );
  expect(found.filter((line) => !Object.hasOwn(exceptions, line))).toEqual([]);
});

test('only main.ts speaks of the process, and embedded/ of the one it starts others from', () => {
  const found = sources
    .filter(({ path }) => path !== 'src/main.ts')
    .flatMap(({ path, text }) =>
      [...new Set(codeOf(text).match(/(?<![-\w/])process\.\w+/g) ?? [])].map((use) => `${path}: ${use}`),
    );
  expect(found.toSorted()).toEqual(processUses);
});

test('no clock and no chance in pure folders', () => {
  const found = sources
    .filter(({ path }) => pure.includes(folderOf(path)))
    .flatMap(({ path, text }) =>
      (codeOf(text).match(/\b(Date\.now|Math\.random|new Date\(\)|setTimeout|setInterval)\b/g) ?? []).map(
        (use) => `${path}: ${use}`,
      ),
    );
  expect(found).toEqual([]);
});

/** The uses of the process beside main.ts's: processes, users and platforms are what embedded/ is about. */
const processUses: readonly string[] = [
  'src/embedded/kubectl.ts: process.off', // Ctrl-C is for the kubectl that runs in the foreground
  'src/embedded/kubectl.ts: process.on',
  'src/embedded/part-process.ts: process.env', // what the parts are started with
  'src/embedded/part-process.ts: process.kill',
  'src/embedded/process-table.ts: process.env',
  'src/embedded/process-table.ts: process.platform',
  'src/embedded/state-folder.ts: process.getuid', // whose folder it is
  'src/embedded/write-file.ts: process.getuid',
  'src/embedded/write-file.ts: process.pid',
];

function upwardImports({ path, text }: { readonly path: string; readonly text: string }): readonly string[] {
  const from = folderOf(path);
  const allowed = mayImport[from];
  return importsOf(text)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(join(root, 'src'), join(root, path, '..', name)).replaceAll('\\', '/'))
    .filter((target) => {
      const folder = target.includes('/') ? (target.split('/')[0] ?? '') : '';
      if (allowed === undefined) return false; // the files at the top put everything together
      return folder === '' ? !forEverybody.includes(target) : folder !== from && !allowed.includes(folder);
    })
    .map((target) => `${path}: imports ${target}`)
    .filter((line) => !Object.hasOwn(exceptions, line));
}

function folderOf(path: string): string {
  const [, folder = '', ...rest] = path.split('/');
  return rest.length === 0 ? '' : folder;
}

/** Names in import statements, `export … from` and `import()`; a text without its comments. */
function importsOf(text: string): readonly string[] {
  const pattern = /\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;
  return [...codeOf(text).matchAll(pattern)].map(([, name = '']) => name);
}

const codeOf = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, '');
