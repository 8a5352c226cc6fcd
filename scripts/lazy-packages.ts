import { build, type Plugin } from 'esbuild';

/**
 * Packages that most runs do without: proxies, OIDC and the JSONPath of two old auth providers for client-node; RE2,
 * whose tables take 20 ms to make. Each becomes a bundle of its own that is loaded when something of it is first used.
 */
export const lazyPackageNames = [
  'hpagent',
  'socks-proxy-agent',
  'openid-client',
  'jsonpath-plus',
  're2js',
  '@marcbachmann/cel-js',
  'ws',
] as const;

/**
 * What client-node's KubeConfig imports and kubeproctor never reaches: it reads kubeconfig itself, asks for HTTPS options
 * only, and decodes no typed models. (Importing all of it takes 180 ms, also bundled.)
 */
const unreached = ['undici', 'socks', 'js-yaml', './gen/index.js', './gen/rxjsStub.js'];

export const lazyPackages: Plugin = {
  name: 'lazy-packages',
  setup(build) {
    const lazy = new RegExp(`^(${lazyPackageNames.join('|')})$`);
    build.onResolve({ filter: lazy }, ({ path }) => ({ path, namespace: 'lazy' }));
    build.onLoad({ filter: /./, namespace: 'lazy' }, async ({ path }) => ({ contents: await loader(path) }));
    build.onResolve({ filter: /./ }, ({ path, importer }) =>
      unreached.includes(path) && /@kubernetes[/\\]client-node[/\\]dist/.test(importer)
        ? { path, namespace: 'unreached' }
        : null,
    );
    build.onLoad({ filter: /./, namespace: 'unreached' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Bundles each of them into `folder`, where the loaders look. */
export const bundleLazyPackages = (folder: string, absWorkingDir: string) =>
  build({
    ...{ absWorkingDir, outdir: folder, outExtension: { '.js': '.cjs' }, format: 'cjs', bundle: true },
    ...{ platform: 'node', minify: true, legalComments: 'none', logLevel: 'warning' },
    entryPoints: Object.fromEntries(lazyPackageNames.map((name) => [name, name])),
  });

/** A module whose exports are getters: esbuild reads a CommonJS export where it is used, not where it is imported. */
async function loader(name: string): Promise<string> {
  const names = Object.keys(await import(name)).filter((key) => key !== 'default');
  return `const load = () => __lazyRequire('./lazy/${name}.cjs');
    for (const name of ${JSON.stringify(names)})
      Object.defineProperty(exports, name, { enumerable: true, get: () => load()[name] });`;
}
