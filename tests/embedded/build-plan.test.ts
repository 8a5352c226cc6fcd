import { expect, test } from 'vitest';
import { binariesKey, goBuilds } from '../../src/embedded/build-plan.ts';

const versions = { kubernetes: 'v1.36.4', etcd: 'v3.6.14', kwok: 'v0.8.0' };

test('what is built, and how', () => {
  const stamps = (pkg: string) =>
    `-X ${pkg}.gitVersion=v1.36.4 -X ${pkg}.gitMajor=1 -X ${pkg}.gitMinor=36 -X ${pkg}.gitTreeState=clean ` +
    `-X ${pkg}.gitCommit=${'0'.repeat(40)} -X ${pkg}.buildDate=2026-01-01T00:00:00Z`;
  const usual = ['build', '-v', '-mod=readonly', '-trimpath', '-buildvcs=false', '-tags=selinux,notest,grpcnotrace'];
  expect(goBuilds(versions)).toEqual([
    {
      output: 'kubebox',
      args: [
        ...usual,
        `-ldflags=-s -w ${stamps('k8s.io/component-base/version')} ${stamps('k8s.io/client-go/pkg/version')}`,
        '.',
      ],
    },
    { output: 'kwok', args: [...usual, '-ldflags=-s -w', 'sigs.k8s.io/kwok/cmd/kwok'] },
  ]);
});

const sources = [
  { name: 'go.mod', text: 'module x' },
  { name: 'main.go', text: 'package main' },
];

test('the key tells version and platform, and is the same for the same sources', () => {
  expect(binariesKey(sources, versions, 'linux-x64')).toMatch(/^v1\.36\.4-linux-x64-[0-9a-f]{12}$/);
  expect(binariesKey(sources, versions, 'linux-x64')).toBe(binariesKey(sources, versions, 'linux-x64'));
});

test.each([
  ['a changed source', [sources[0], { name: 'main.go', text: 'package other' }], versions, 'linux-x64'],
  ['text moved into a name', [sources[0], { name: 'main.gopackage', text: ' main' }], versions, 'linux-x64'],
  ['another version', sources, { ...versions, kubernetes: 'v1.36.5' }, 'linux-x64'],
  ['another platform', sources, versions, 'linux-arm64'],
] as [string, typeof sources, typeof versions, string][])('another key for %s', (_name, ...given) => {
  expect(binariesKey(...given)).not.toBe(binariesKey(sources, versions, 'linux-x64'));
});
