import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Importing a module of Node's loads it and reads each of its properties, and some of them load much more: `WebSocket`
 * of `node:http` the whole of undici (12 ms), `webcrypto` of `node:crypto` (5 ms). With getters in between, a module is
 * loaded when something of it is first used, and nothing else of it.
 */
export const plainBuiltins: Plugin = {
  name: 'plain-builtins',
  setup(build) {
    const named = new RegExp(`^(node:.*|${builtinModules.join('|')})$`);
    build.onResolve({ filter: named }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'builtin' } : null,
    );
    build.onLoad({ filter: /./, namespace: 'builtin' }, async ({ path }) => ({ contents: await accessTo(path) }));
  },
};

async function accessTo(path: string): Promise<string> {
  const { default: builtin } = await import(path);
  const get = `process.getBuiltinModule('${path}')`;
  if (typeof builtin !== 'object') return `module.exports = ${get};`; // a class, as that of node:events
  return `let loaded;
    for (const name of ${JSON.stringify(Object.keys(builtin))})
      Object.defineProperty(exports, name, { enumerable: true, get: () => (loaded ??= ${get})[name] });`;
}
