import type { Difference } from '../checks/issue.ts';
import type { ReleaseEvidence, ReleaseIssue, ReleaseRef } from '../checks/release/told.ts';
import type { ReleaseProblem } from '../kubernetes/helm-release.ts';
import { objectText } from './object-text.ts';
import type { Told } from './sentence.ts';
import { valueText } from './value-text.ts';

/** What Helm has stored against what is wanted. */
export function releaseTold(issue: ReleaseIssue): Told {
  if (issue.code === 'release_missing') return missingTold(issue);
  if (issue.code === 'release_unreadable')
    return {
      where: objectText(issue.secret),
      wanted: `a release that Helm can read in ${objectText(issue.secret)}`,
      found: problems[issue.problem],
    };
  const where = releaseText(issue.release);
  switch (issue.code) {
    case 'release_present':
      return { where, wanted: `no ${where}`, found: `it is ${issue.status}` };
    case 'release_status':
      return { where, wanted: `${where} is ${issue.wanted}`, found: statusText(issue) };
    case 'release_chart':
      return { where, ...differenceTold(where, issue.difference) };
    case 'release_values':
      return { where, ...(issue.of === 'values' ? differenceTold : givenTold)(where, issue.difference) };
    case 'release_revision':
      return {
        where,
        wanted: `${where} is at revision ${valueText(issue.wanted)}`,
        found: `it is at revision ${issue.release.revision}`,
      };
    case 'release_not_rolled_back':
      return {
        where,
        wanted: `${where} is rolled back to revision ${issue.revision}`,
        found: `its newest revision ${issue.release.revision} is no rollback to that: Helm says ${JSON.stringify(issue.description)}`,
      };
    default:
      return issue satisfies never;
  }
}

export function releaseEvidence(evidence: ReleaseEvidence): string {
  if (evidence.code === 'release_absent') return `there is no release/${evidence.name} in ${evidence.namespace}`;
  const values = evidence.values.map(({ path, found }) => `${path} ${valueText(found ?? null)}`);
  const [most, rest] = [values.slice(0, 4), values.length > 4 ? [`and ${values.length - 4} more`] : []];
  const { release, status, chart } = evidence;
  return [`${releaseText(release)} is ${status} at revision ${release.revision}`, chart, ...most, ...rest].join(', ');
}

function missingTold({ name, namespace, nearest }: Extract<ReleaseIssue, { code: 'release_missing' }>): Told {
  const told = { wanted: `a Helm release named ${name} in namespace ${namespace}`, found: 'there is none' };
  if (nearest === undefined) return told;
  const reasons = [
    ...(nearest.name === name ? [] : [`it is not named ${name}`]),
    ...(nearest.namespace === namespace ? [] : [`it is not in namespace ${namespace}`]),
  ];
  return { ...told, nearest: `${releaseText(nearest)}, but ${reasons.join('; ')}` };
}

function statusText({
  release,
  found,
  description,
  deployed,
}: Extract<ReleaseIssue, { code: 'release_status' }>): string {
  const isTold = found === 'failed' && description !== '';
  const older =
    deployed === undefined || deployed === release.revision ? '' : `; revision ${deployed} is deployed still`;
  const why = isTold
    ? `: ${description}`
    : found.startsWith('pending-')
      ? ', as Helm leaves it that is at work, or was ended before it was done'
      : '';
  return `its newest revision ${release.revision} is ${found}${why}${older}`;
}

const problems: Readonly<Record<ReleaseProblem, string>> = {
  no_data: 'it has no release among its data',
  not_base64: 'its data are no base64',
  not_gzip: 'its data cannot be unpacked',
  not_json: 'its data are no release',
  too_large: 'its data are larger than any release',
};

const differenceTold = (where: string, { path, wanted, found }: Difference): Told => ({
  wanted: `${where}: ${path} is ${valueText(wanted)}`,
  found: found === undefined ? `there is no ${path}` : `${path} is ${valueText(found)}`,
});

/** Of what was given by the user: the chart's own value may be the same, and is not meant. */
function givenTold(where: string, { path, wanted, found }: Difference): Told {
  const value = path.replace(/^set\.?/, '') || 'what there is';
  return {
    wanted: `${where}: ${value} is given with --set or -f, as ${valueText(wanted)}`,
    found: found === undefined ? `${value} is not given` : `${value} is given as ${valueText(found)}`,
  };
}

const releaseText = ({ name, namespace }: Pick<ReleaseRef, 'name' | 'namespace'>): string =>
  `release/${name} in ${namespace}`;
