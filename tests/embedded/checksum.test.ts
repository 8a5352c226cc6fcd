import { expect, test } from 'vitest';
import { findChecksum } from '../../src/embedded/checksum.ts';
import type { Checksum } from '../../src/embedded/download-plan.ts';

const sum = 'ab'.repeat(32);
const other = 'cd'.repeat(32);
const file: Checksum = { kind: 'file', url: 'u' };
const list: Checksum = { kind: 'list', url: 'u', name: 'etcd.tar.gz' };
const github: Checksum = { kind: 'github', url: 'u', name: 'kwok-linux-amd64' };
const release = (digest: unknown) =>
  JSON.stringify({
    assets: [
      { name: 'kwok-linux-arm64', digest: `sha256:${other}` },
      { name: 'kwok-linux-amd64', digest },
    ],
  });

test.each([
  ['the sum alone', file, `${sum}\n`, sum],
  ['in capitals', file, sum.toUpperCase(), sum],
  ['the page of a hotel network', file, '<html>Please log in</html>', undefined],
  ['nothing', file, '', undefined],
  ['its line of a list', list, `${other}  other.tar.gz\n${sum}  etcd.tar.gz\n`, sum],
  ['its line in binary mode', list, `${sum} *etcd.tar.gz`, sum],
  ['a list without it', list, `${other}  other-etcd.tar.gz`, undefined],
  ['its asset of a release', github, release(`sha256:${sum}`), sum],
  ['an asset without a digest', github, release(null), undefined],
  ['a digest of another kind', github, release(`md5:${sum}`), undefined],
  ['a release without assets', github, '{"message":"rate limit"}', undefined],
  ['an answer that is no JSON', github, 'busy', undefined],
])('%s', (_name, checksum, text, expected) => {
  expect(findChecksum(checksum, text)).toBe(expected);
});
