import { expect, test } from 'vitest';
import { embeddedPaths } from '../../src/embedded/paths.ts';

test.each([
  ['the usual folders', { HOME: '/h' }, '/h/.local/state/kubeproctor', '/h/.cache/kubeproctor/control-plane'],
  [
    'folders of the XDG variables',
    { HOME: '/h', XDG_STATE_HOME: '/s', XDG_CACHE_HOME: '/c' },
    '/s/kubeproctor',
    '/c/kubeproctor/control-plane',
  ],
  [
    'a relative or empty variable counts as unset',
    { HOME: '/h', XDG_STATE_HOME: 's', XDG_CACHE_HOME: '' },
    '/h/.local/state/kubeproctor',
    '/h/.cache/kubeproctor/control-plane',
  ],
])('%s', (_name, env, state, binaryCache) => {
  const paths = embeddedPaths(env);
  expect([paths.state, paths.binaryCache]).toEqual([state, binaryCache]);
});
