import { expect, test } from 'vitest';
import type { KindPlace, MachineFacts } from './place.ts';
import { judgePlace } from './place.ts';

const bare: MachineFacts = {
  ...{ platform: 'linux', arch: 'x64', isRoot: true, hasCgroupV1: true, missing: [] },
  ...{ hasDockerEngine: false, hasKind: false },
};

test.each<readonly [string, Partial<MachineFacts>, KindPlace]>([
  ['the machine has both', { hasDockerEngine: true, hasKind: true }, { place: 'machine' }],
  [
    'the machine has both, and little else',
    { hasDockerEngine: true, hasKind: true, isRoot: false },
    { place: 'machine' },
  ],
  ['nothing is there but Debian', {}, { place: 'private' }],
  ['Docker is there without kind', { hasDockerEngine: true }, { place: 'private' }],
  [
    'a Mac without Docker',
    { platform: 'darwin' },
    { place: 'none', why: 'a private Docker needs Linux on x64, and there is no Docker engine with kind' },
  ],
  [
    'an ordinary user',
    { isRoot: false },
    { place: 'none', why: 'a private Docker needs root, and there is no Docker engine with kind' },
  ],
  [
    'cgroup v2',
    { hasCgroupV1: false },
    { place: 'none', why: 'the node image made here needs cgroup v1, and there is no Docker engine with kind' },
  ],
  [
    'packages are missing, which can be helped',
    { missing: ['dockerd', 'docker-init', 'mmdebstrap'] },
    {
      place: 'none',
      why: 'dockerd, docker-init, mmdebstrap are not installed, and there is no Docker engine with kind',
      remedy: 'apt-get install --no-install-recommends docker.io mmdebstrap',
    },
  ],
])('where kind clusters can be made when %s', (_, facts, place) => {
  expect(judgePlace({ ...bare, ...facts })).toEqual(place);
});
