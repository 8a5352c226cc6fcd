import type { Plugin } from 'esbuild';

/** Leaves out zod's sentences in fifty languages: mistakes are worded here. English stays, which zod sets up itself. */
export const withoutLocales: Plugin = {
  name: 'without-locales',
  setup(build) {
    build.onResolve({ filter: /\/locales\/index\.js$/ }, ({ path, importer }) =>
      /[/\\]zod[/\\]/.test(importer) ? { path, namespace: 'locales' } : null,
    );
    build.onLoad({ filter: /./, namespace: 'locales' }, () => ({ contents: 'export {};' }));
  },
};
