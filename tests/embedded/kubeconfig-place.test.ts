import { expect, test } from 'vitest';
import { kubeconfigFiles, kubeconfigToWrite } from '../../src/embedded/kubeconfig-place.ts';

test.each([
  ['no variable', {}, ['/h/.kube/config']],
  ['an empty variable', { KUBECONFIG: '' }, ['/h/.kube/config']],
  ['one file', { KUBECONFIG: '/a' }, ['/a']],
  ['a list, with gaps and a repetition', { KUBECONFIG: '/a::/b:/a' }, ['/a', '/b']],
])('files in effect: %s', (_name, env, expected) => {
  expect(kubeconfigFiles(env, '/h')).toEqual(expected);
});

test.each([
  ['the only one, though it does not exist', ['/a'], [], '/a'],
  ['the first that exists', ['/a', '/b', '/c'], ['/b', '/c'], '/b'],
  ['the last, when none exists', ['/a', '/b'], [], '/b'],
])('written to: %s', (_name, files, existing, expected) => {
  expect(kubeconfigToWrite(files, (file) => existing.includes(file))).toBe(expected);
});
