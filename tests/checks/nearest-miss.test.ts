import { expect, test } from 'vitest';
import type { Json } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { explainIssue } from '../../src/report/explain-issue.ts';
import { named, shop } from '../fixtures/real-objects.ts';
import { changed, issuesOf, judge, without } from './judging.ts';

const web = named(shop, 'Service/web');
const like = (name: string, namespace: string): KubeObject => ({
  ...web,
  metadata: { ...web.metadata, name, namespace },
});
const others = without(shop, 'Service/web');
const wanted = {
  object: 'service/web',
  in: 'shop',
  has: { spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
};

/** What a learner reads of the first failure of a check. */
function read(check: Json, objects: readonly KubeObject[]): string {
  return issuesOf(judge(check, { objects }))
    .flatMap((issue) => explainIssue(issue, {}))
    .map(({ label, text }) => `${label.padEnd(8)}${text}\n`)
    .join('');
}

test.each<readonly [string, Json, readonly KubeObject[]]>([
  ['nothing-like-it', { object: 'ingress/front', in: 'shop' }, shop],
  ['in-the-other-namespace', wanted, [like('web', 'backroom')]],
  ['in-default', wanted, [like('web', 'default')]],
  ['misspelt', wanted, [...others, like('wbe', 'shop'), like('website', 'shop')]],
  ['right-under-another-name', wanted, [...others, like('shop-front', 'shop')]],
  [
    'right-elsewhere-before-wrong-here',
    { ...wanted, object: 'service/wep' },
    [...changed(shop, 'Service/web', { spec: { selector: { app: 'x' } } }), like('wep', 'backroom')],
  ],
  [
    'one-value-away',
    { object: { any: 'Service', in: 'shop' }, has: { spec: { selector: { app: 'web' }, type: 'NodePort' } } },
    shop,
  ],
  ['none-with-the-labels', { object: { any: 'Pod', in: 'shop', labels: { app: 'web', tier: 'back' } } }, shop],
  ['none-of-so-many', { object: { any: 'Pod', in: 'shop', labels: { app: 'wep' } }, count: 3 }, shop],
  ['a-deployment-elsewhere', { rollout: { of: 'deployment/web', in: 'back', complete: true } }, shop],
  ['a-service-misspelt', { selects: { service: 'webb', in: 'shop', ready: 3 } }, shop],
  ['a-workload-misspelt', { workload: { of: 'deployment/ap', in: 'shop', image: 'nginx' } }, shop],
  ['a-secret-elsewhere', { object: 'secret/database', in: 'back' }, shop],
])('%s', async (name, check, objects) => {
  await expect(read(check, objects)).toMatchFileSnapshot(`./golden/nearest-${name}.txt`);
});
