import { expect, test } from 'vitest';
import { downloadPlan, mirrorsUnder, officialMirrors } from '../../src/embedded/download-plan.ts';

const versions = { kubernetes: 'v1.36.4', etcd: 'v3.6.14', kwok: 'v0.8.0' };
const official = officialMirrors({});

test('what is fetched on linux-x64, and the checksums for it', () => {
  if (official === undefined) throw new Error('downloads are off');
  const plan = downloadPlan(versions, official, 'linux', 'x64') ?? [];
  expect(plan.map(({ program, url, checksum }) => [program, url, checksum.url])).toEqual([
    ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'].map((program) => [
      program,
      `https://dl.k8s.io/v1.36.4/bin/linux/amd64/${program}`,
      `https://dl.k8s.io/v1.36.4/bin/linux/amd64/${program}.sha256`,
    ]),
    [
      'etcd',
      'https://github.com/etcd-io/etcd/releases/download/v3.6.14/etcd-v3.6.14-linux-amd64.tar.gz',
      'https://github.com/etcd-io/etcd/releases/download/v3.6.14/SHA256SUMS',
    ],
    [
      'kwok',
      'https://github.com/kubernetes-sigs/kwok/releases/download/v0.8.0/kwok-linux-amd64',
      'https://api.github.com/repos/kubernetes-sigs/kwok/releases/tags/v0.8.0',
    ],
  ]);
});

test.each([
  ['linux', 'arm64', 6],
  ['darwin', 'arm64', undefined],
  ['linux', 'riscv64', undefined],
])('files for %s on %s: %s', (platform, architecture, count) => {
  expect(downloadPlan(versions, mirrorsUnder('http://m'), platform, architecture)?.length).toBe(count);
});

test('one setting names a mirror of all publishers, or none', () => {
  expect(officialMirrors({ KUBEPROCTOR_DOWNLOADS: 'http://m/base/' })).toEqual({
    kubernetes: 'http://m/base/kubernetes',
    etcd: 'http://m/base/etcd',
    kwok: 'http://m/base/kwok',
    github: 'http://m/base/github',
  });
  expect(officialMirrors({ KUBEPROCTOR_DOWNLOADS: 'off' })).toBe(undefined);
});
