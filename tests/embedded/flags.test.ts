import { expect, test } from 'vitest';
import { partFlags } from '../../src/embedded/flags.ts';
import { kwokConfig } from '../../src/embedded/kwok-config.ts';
import { parts } from '../../src/embedded/part.ts';
import { embeddedPaths } from '../../src/embedded/paths.ts';

const paths = embeddedPaths({ HOME: '/home' });
const ports = { apiserver: 1, etcd: 2, etcdPeer: 3 };
const flagsOf = (part: (typeof parts)[number], unsafeNoFsync = false) =>
  partFlags(part, { paths, ports, unsafeNoFsync });

test.each(parts.map((part) => [part]))('%s', (part) => {
  expect(flagsOf(part).join('\n')).toMatchSnapshot();
});

test('only tests may lose writes', () => {
  expect(parts.flatMap((part) => flagsOf(part)).includes('--unsafe-no-fsync')).toBe(false);
  expect(flagsOf('etcd', true).at(-1)).toBe('--unsafe-no-fsync');
});

test("KWOK's configuration opens no port, keeps no lease and runs no command", () => {
  expect(kwokConfig('STAGES\n')).toMatchInlineSnapshot(`
    "apiVersion: config.kwok.x-k8s.io/v1alpha1
    kind: KwokConfiguration
    options:
      cidr: 10.244.0.0/16
      nodeIP: 192.0.2.10
      manageAllNodes: true
      nodeLeaseDurationSeconds: 0
      nodePlayStageParallelism: 4
      podPlayStageParallelism: 4
    ---
    STAGES
    "
  `);
});
