import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { labJsonSchema, pathJsonSchema } from '../src/lab/json-schema.ts';
import { labReference } from '../src/lab/reference.ts';

/** `npm run generate` writes what is made from the source; with `--check` it only says what is out of date. */
const root = fileURLToPath(new URL('..', import.meta.url));

const files: Readonly<Record<string, string>> = {
  'schema/lab.json': `${JSON.stringify(labJsonSchema(), null, 2)}\n`,
  'schema/path.json': `${JSON.stringify(pathJsonSchema(), null, 2)}\n`,
  'docs/check-kinds.md': `${labReference()}\n`,
};

const outdated = Object.entries(files).filter(([path, text]) => {
  const whole = join(root, path);
  return !existsSync(whole) || readFileSync(whole, 'utf8') !== text;
});

if (process.argv.includes('--check')) {
  for (const [path] of outdated) console.error(`${path} is not what the source makes of it: npm run generate`);
  process.exitCode = outdated.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of outdated) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(path);
  }
}
