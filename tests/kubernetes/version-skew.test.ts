import { expect, test } from 'vitest';
import { kubectlSkew, kubeletSkew } from '../../src/kubernetes/version-skew.ts';

/** The examples of https://kubernetes.io/releases/version-skew-policy/ , for an API server at 1.36. */
test.each([
  ['v1.37.0', 'newer'],
  ['v1.36.4', undefined],
  ['v1.36.0+k3s1', undefined],
  ['v1.33.9', undefined],
  ['v1.32.0', 'too old'],
  ['unknown', undefined],
])('a kubelet of %s', (version, is) => {
  expect(kubeletSkew('kubelet of node1', version, 'v1.36.4')?.is).toBe(is);
});

test.each([
  ['v1.38.0', 'too far'],
  ['v1.37.1', undefined],
  ['v1.35.2', undefined],
  ['v1.34.0', 'too far'],
])('a kubectl of %s', (version, is) => {
  expect(kubectlSkew(version, 'v1.36.4')?.is).toBe(is);
});
