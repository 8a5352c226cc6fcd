import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { controlPlaneVersions } from '../../src/embedded/versions.ts';

const goMod = readFileSync(join(import.meta.dirname, '../../control-plane/go.mod'), 'utf8');

test('the versions of control-plane/go.mod', () => {
  expect(controlPlaneVersions(goMod)).toEqual({ kubernetes: 'v1.36.4', etcd: 'v3.6.14', kwok: 'v0.8.0' });
});

test('a go.mod that lacks one is a broken installation', () => {
  expect(() => controlPlaneVersions(goMod.replaceAll('sigs.k8s.io/kwok', 'x'))).toThrow(
    'control-plane/go.mod does not require sigs.k8s.io/kwok.',
  );
});
