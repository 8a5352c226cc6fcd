import type { ReleaseEvidence, ReleaseIssue, ReleaseRef } from '../../src/checks/release/told.ts';

const release: ReleaseRef = { name: 'cafe', namespace: 'shop', revision: 2 };
const secret = { kind: 'Secret', name: 'sh.helm.release.v1.cafe.v2', namespace: 'shop' };
const missing = { code: 'release_missing', name: 'cafe', namespace: 'shop' } as const;
const status = { code: 'release_status', release, wanted: 'deployed', description: '' } as const;

type Examples = { readonly [Code in ReleaseIssue['code']]: readonly Extract<ReleaseIssue, { code: Code }>[] };

/** Issues of each code, as judges make them. */
export const releaseIssues: Examples = {
  release_missing: [
    missing,
    { ...missing, nearest: { ...release, name: 'caffe' } },
    { ...missing, nearest: { ...release, namespace: 'backroom' } },
  ],
  release_present: [{ code: 'release_present', release, status: 'deployed' }],
  release_unreadable: (['no_data', 'not_base64', 'not_gzip', 'not_json'] as const).map((problem) => ({
    ...{ code: 'release_unreadable', secret, problem },
  })),
  release_status: [
    { ...status, found: 'failed', description: 'Upgrade "cafe" failed: no such image', deployed: 1 },
    { ...status, found: 'pending-upgrade', deployed: 1 },
    { ...status, found: 'uninstalled', description: 'Uninstallation complete' },
    { ...status, wanted: 'uninstalled', found: 'deployed', deployed: 2 },
  ],
  release_chart: [
    { code: 'release_chart', release, difference: { path: 'chart.version', wanted: '1.1.0', found: '1.0.0' } },
  ],
  release_values: [
    {
      ...{ code: 'release_values', release, of: 'values' },
      difference: { path: 'values.image.tag', wanted: '1.28', found: '1.27' },
    },
    { code: 'release_values', release, of: 'set', difference: { path: 'set.replicas', wanted: 3 } },
    {
      code: 'release_values',
      release,
      of: 'set',
      difference: { path: 'set', wanted: { $exactly: {} }, found: { a: 1 } },
    },
  ],
  release_revision: [{ code: 'release_revision', release, wanted: { $min: 3 } }],
  release_not_rolled_back: [{ code: 'release_not_rolled_back', release, revision: 1, description: 'Upgrade complete' }],
};

type EvidenceExamples = {
  readonly [Code in ReleaseEvidence['code']]: readonly Extract<ReleaseEvidence, { code: Code }>[];
};

export const releaseEvidence: EvidenceExamples = {
  release: [
    { code: 'release', release, chart: 'cafe 1.1.0', status: 'deployed', values: [] },
    {
      ...{ code: 'release', release, chart: 'cafe 1.1.0', status: 'deployed' },
      values: ['a', 'b', 'c', 'd', 'e'].map((key) => ({ path: `values.${key}`, found: 'x' })),
    },
  ],
  release_absent: [{ code: 'release_absent', name: 'cafe', namespace: 'shop' }],
};
