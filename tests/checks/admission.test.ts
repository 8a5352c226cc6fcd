import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import type { DryRunAnswer, DryRunRead } from '../../src/snapshot/dry-run.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import { shop, shopTime } from '../fixtures/real-objects.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, issuesOf, judge, record } from './judging.ts';

const refused = (words: string, status: Partial<Extract<DryRunAnswer, { answer: 'refused' }>> = {}) =>
  (({ object }) => ({
    ...{ answer: 'refused', code: 403, reason: 'Forbidden', fields: [] },
    message: `${object.kind.toLowerCase()}s "x-7k2pq" is forbidden: ${words}`,
    ...status,
  })) as (read: DryRunRead) => Answer;
const absent = (): Answer => ({ answer: 'absentKind' });
const warned =
  (...warnings: readonly string[]) =>
  (): Answer => ({ answer: 'admitted', warnings });

const tooMany = 'exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3';
const plainCpu = 'exceeded quota: team, requested: cpu=2, used: cpu=1, limited: cpu=2'; // of a quota with `hard: { cpu: 2 }`
const tooMuch = 'exceeded quota: team, requested: requests.cpu=2, used: requests.cpu=3, limited: requests.cpu=2';
const insecure = 'violates PodSecurity "restricted:latest": runAsNonRoot != true';
const policy = "ValidatingAdmissionPolicy 'owners' with binding 'everywhere' denied request: whose is it?";
const bounds =
  '[maximum cpu usage per Container is 1, but limit is 2, minimum memory usage per Pod is 1Gi, but limit is 1]';
const invalid = {
  code: 422,
  reason: 'Invalid',
  message: 'Pod "x" is invalid: spec.size: wrong',
  fields: ['spec.size'],
};

const labs: JsonObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'root' }, spec: { containers: [] } };
const admission = (spec: JsonObject): JsonObject => ({ admission: { in: 'shop', ...spec } });
const tried = (spec: JsonObject, dryRun: Circumstances['dryRun'], more: Circumstances = {}): string =>
  brief(judge(admission({ manifest: labs, ...spec }), { ...more, ...(dryRun === undefined ? {} : { dryRun }) }));

describe('is: admitted', () => {
  test.each<[string, Circumstances['dryRun'], string]>([
    ['admitted', undefined, 'holds'],
    ['refused by a quota', refused(tooMany), 'not_admitted*'], // there is no such quota any more
    ['refused by a policy', refused(policy), 'not_admitted*'],
    ['refused by a LimitRange', refused(bounds), 'not_admitted*'],
    ['refused for another reason', refused('no PriorityClass with name ghost was found'), 'not_admitted'],
    ['not valid', refused('', invalid), 'not_admitted'],
    ['of a kind that is not served', absent, 'not_admitted'],
    ['not counted yet', refused('status unknown for quota: team, resources: pods'), 'not_admitted*'],
    [
      'without its account',
      refused('error looking up service account shop/bot: serviceaccount "bot" not found'),
      'not_admitted',
    ],
    [
      'in a namespace that goes',
      refused('unable to create new content in namespace shop because it is being terminated'),
      'not_admitted*',
    ],
    [
      'in a namespace that is not there',
      refused('', { code: 404, reason: 'NotFound', message: 'namespaces "shop" not found' }),
      'not_admitted',
    ],
    [
      'two at a time',
      refused('', { code: 409, reason: 'Conflict', message: 'Operation cannot be fulfilled' }),
      'not_admitted*',
    ],
  ])('%s', (_what, dryRun, expected) => expect(tried({ is: 'admitted' }, dryRun)).toBe(expected));

  test('says who refused, and in which words', () => {
    const [issue] = issuesOf(judge(admission({ manifest: labs, is: 'admitted' }), { dryRun: refused(policy) }));
    expect(issue).toEqual({
      ...{ code: 'not_admitted', words: policy, isMoving: true },
      refusal: { by: 'policy', policy: 'owners', binding: 'everywhere' },
      tried: { tried: 'object', kind: 'Pod', namespace: 'shop', object: labs },
    });
  });
});

describe('is: refused', () => {
  const team = { quota: 'team' };
  test.each<[string, JsonObject, Circumstances['dryRun'], string]>([
    ['admitted', team, undefined, 'not_refused'],
    ['by the quota', team, refused(tooMany), 'holds, moving'],
    ['by any quota', { quota: { $exists: true } }, refused(tooMany), 'holds, moving'],
    ['by another quota', { quota: 'other' }, refused(tooMany), 'refused_otherwise*'],
    ['for want of Pods', { ...team, resources: ['pods'] }, refused(tooMany), 'holds, moving'],
    ['for want of something else', { ...team, resources: ['requests.cpu'] }, refused(tooMany), 'refused_otherwise*'],
    [
      'for want of what it calls otherwise',
      { ...team, resources: ['requests.cpu'] },
      refused(plainCpu),
      'holds, moving',
    ],
    ['for want of exactly that', { ...team, resources: { $exactly: ['cpu'] } }, refused(tooMuch), 'holds, moving'],
    [
      'for want of requests, not of limits',
      { ...team, resources: ['limits.cpu'] },
      refused(plainCpu),
      'refused_otherwise*',
    ],
    [
      'by a quota that is not counted yet',
      team,
      refused('status unknown for quota: team, resources: pods'),
      'refused_otherwise*',
    ],
    ['by Pod Security', { podSecurity: 'restricted' }, refused(insecure), 'holds, moving'],
    ['by another level', { podSecurity: 'baseline' }, refused(insecure), 'refused_otherwise*'],
    ['by a bound', { limitRange: {} }, refused(bounds), 'holds, moving'],
    [
      'by that bound',
      { limitRange: { bound: 'min', resource: 'memory', per: 'Pod' } },
      refused(bounds),
      'holds, moving',
    ],
    [
      'by a bound of each, but not of one',
      { limitRange: { bound: 'min', resource: 'cpu' } },
      refused(bounds),
      'refused_otherwise*',
    ],
    ['by the policy', { policy: 'owners' }, refused(policy), 'holds, moving'],
    ['by another policy', { policy: 'names' }, refused(policy), 'refused_otherwise*'],
    ['by another binding', { policy: 'owners', binding: 'here' }, refused(policy), 'refused_otherwise*'],
    [
      'by a webhook',
      { webhook: { $matches: 'example' } },
      refused('', { message: 'admission webhook "no.example.com" denied the request: no' }),
      'holds',
    ],
    ['not valid there', { validation: 'spec.size' }, refused('', invalid), 'holds'],
    ['not valid elsewhere', { validation: 'spec.colour' }, refused('', invalid), 'refused_otherwise'],
    ['of a kind that is not served', { validation: { $exists: true } }, absent, 'refused_otherwise'],
    ['for another reason', team, refused('no PriorityClass with name ghost was found'), 'refused_otherwise'],
  ])('%s', (_what, by, dryRun, expected) => expect(tried({ is: 'refused', by }, dryRun)).toBe(expected));

  test('and says what is wanted', () => {
    const by = { policy: 'owners' };
    expect(tried({ is: 'refused', by, says: { $matches: 'whose' } }, refused(policy))).toBe('holds, moving');
    expect(tried({ is: 'refused', by, says: { $matches: 'which' } }, refused(policy))).toBe('refused_otherwise*');
  });

  test('without `by` it is a mistake of the lab', () => {
    expect(tried({ is: 'refused' }, refused(policy))).toBe('unknown');
  });
});

describe('warns', () => {
  const psa = 'would violate PodSecurity "restricted:latest": runAsNonRoot != true';
  const ofPolicy = "Validation failed for ValidatingAdmissionPolicy 'owners' with binding 'warn': whose is it?";
  test.each<[string, JsonObject, readonly string[], string]>([
    ['of Pod Security', { podSecurity: 'restricted' }, ['unknown field "x"', psa], 'holds'],
    ['of another level', { podSecurity: 'baseline' }, [psa], 'not_warned'],
    ['of a policy', { policy: 'owners' }, [psa, ofPolicy], 'holds'],
    ['of nothing', { policy: 'owners' }, [], 'not_warned'],
  ])('%s', (_what, warns, warnings, expected) => {
    expect(tried({ is: 'admitted', warns }, warned(...warnings))).toBe(expected);
  });

  test('in those words', () => {
    const spec = { is: 'admitted', warns: { policy: 'owners' } };
    expect(tried({ ...spec, says: { $matches: 'whose' } }, warned(ofPolicy))).toBe('holds');
    expect(tried({ ...spec, says: { $matches: 'which' } }, warned(ofPolicy))).toBe('not_warned');
  });
});

describe('podFrom', () => {
  const web = { podFrom: 'deployment/web', is: 'admitted' };
  const brieflyOf = (circumstances: Circumstances, spec: JsonObject = web): string =>
    brief(judge(admission(spec), circumstances));
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'team', namespace: 'shop' } } as const;
  const withQuota: readonly KubeObject[] = [...shop, { ...quota, spec: {}, status: {} }];

  test('a workload that is not there', () => {
    expect(brieflyOf({}, { ...web, podFrom: 'deployment/ghost' })).toBe('object_missing');
  });

  test('is tried as the Pod it would make, where it is', () => {
    const reads: DryRunRead[] = [];
    const dryRun = (read: DryRunRead): Answer => {
      reads.push(read);
      return { answer: 'admitted', warnings: [] };
    };
    expect(brieflyOf({ dryRun })).toBe('holds');
    const [read] = reads;
    expect([read?.namespace, read?.object.kind, read?.object.metadata.labels]).toEqual([
      ...['shop', 'Pod'],
      { app: 'web', tier: 'front', 'pod-template-hash': '5d4f8c7b9d' },
    ]);
  });

  test('one of those that have the labels', () => {
    const podFrom = { any: 'Deployment', labels: { app: 'web' } };
    const dryRun: Circumstances['dryRun'] = (read) =>
      String(read.object.metadata.generateName).startsWith('web-') ? warned()() : refused(insecure)(read);
    expect(brieflyOf({ dryRun }, { podFrom, is: 'admitted' })).toBe('holds');
    const all = { podFrom: { selectedBy: 'deployment/api' }, is: 'admitted' };
    expect(brieflyOf({ dryRun: refused('no') }, all)).toBe('not_admitted not_admitted');
  });

  test('a quota need not have room for one Pod more where all are there', () => {
    expect(brieflyOf({ objects: withQuota, dryRun: refused(tooMany) })).toBe('holds');
    const short = changed(withQuota, 'Deployment/web', { status: { updatedReplicas: 2 } });
    expect(brieflyOf({ objects: short, dryRun: refused(tooMany) })).toBe('not_admitted');
  });

  test('but it must have room for one that replaces one of them', () => {
    expect(brieflyOf({ objects: withQuota, dryRun: refused(tooMuch) })).toBe('not_admitted');
    const unspecified = refused('failed quota: team: must specify requests.cpu for: web');
    expect(brieflyOf({ objects: withQuota, dryRun: unspecified })).toBe('not_admitted');
  });

  test('a Pod that is there is no proof against Pod Security', () => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    const restricted = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } };
    expect(brieflyOf({ objects: [...shop, restricted], dryRun: refused(insecure) })).toBe('not_admitted');
  });

  describe('level', () => {
    const restrictedSpec = {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        { name: 'web', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
      ],
    };
    const storedAs = (spec: JsonObject) => (): Answer => ({
      ...{ answer: 'admitted', warnings: [] },
      object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-x' }, spec },
    });
    test.each<[string, JsonObject, Circumstances['dryRun'], string]>([
      ['as it would be stored', { level: 'restricted' }, storedAs(restrictedSpec), 'holds'],
      ['not restricted', { level: 'restricted' }, storedAs({ containers: [{ name: 'web' }] }), 'value_differs'],
      ['baseline', { level: 'baseline' }, storedAs({ containers: [{ name: 'web' }] }), 'holds'],
      ['not baseline', { level: 'baseline' }, storedAs({ hostNetwork: true, containers: [] }), 'value_differs'],
      ['as it was sent, where the server does not say', { level: 'restricted' }, warned(), 'value_differs'],
      ['refused', { level: 'baseline' }, refused('no PriorityClass with name ghost was found'), 'not_admitted'],
    ])('%s', (_what, level, dryRun, expected) => {
      expect(brieflyOf({ ...(dryRun === undefined ? {} : { dryRun }) }, { ...web, ...level })).toBe(expected);
    });

    test('of a Pod for which the quota has no room, but which is there', () => {
      const there = { objects: withQuota, dryRun: refused(tooMany) };
      const api = { podFrom: 'deployment/api', is: 'admitted' };
      expect(brieflyOf(there, { ...api, level: 'baseline' })).toBe('holds');
      expect(brieflyOf(there, { ...api, level: 'restricted' })).toBe('value_differs');
    });
  });
});

describe('moving', () => {
  const madeAt = (secondsAgo: number): string =>
    new Date(Date.parse(shopTime) - secondsAgo * 1000).toISOString().replace(/\.\d+/, '');
  const made = (kind: string, name: string, secondsAgo: number, more: JsonObject = {}): KubeObject => ({
    ...{ apiVersion: /Policy/.test(kind) ? 'admissionregistration.k8s.io/v1' : 'v1', kind },
    metadata: {
      ...{ name, creationTimestamp: madeAt(secondsAgo) },
      ...(/Policy|Namespace/.test(kind) ? {} : { namespace: 'shop' }),
    },
    ...more,
  });
  const settledQuota = { spec: { hard: { pods: '3' } }, status: { hard: { pods: '3' } } };
  const found = (dryRun: Circumstances['dryRun'], ...objects: readonly KubeObject[]): string =>
    tried({ is: 'admitted' }, dryRun, { objects });

  test.each<[string, string, Circumstances['dryRun'], readonly KubeObject[]]>([
    ['admitted, a policy just made', 'holds, moving', undefined, [made('ValidatingAdmissionPolicy', 'p', 2)]],
    ['admitted, a binding just made', 'holds, moving', undefined, [made('ValidatingAdmissionPolicyBinding', 'p', 2)]],
    ['admitted, a quota just made', 'holds, moving', undefined, [made('ResourceQuota', 'team', 1)]],
    [
      ...(['admitted, a quota that is not counted yet', 'holds, moving', undefined] as const),
      [made('ResourceQuota', 'team', 9, { spec: settledQuota.spec, status: {} })],
    ],
    ['admitted, a LimitRange just made', 'holds, moving', undefined, [made('LimitRange', 'l', 1)]],
    ['admitted, the namespace just changed', 'holds, moving', undefined, [made('Namespace', 'shop', 1)]],
    ['admitted, another namespace just changed', 'holds', undefined, [made('Namespace', 'other', 1)]],
    ['admitted, a policy made long ago', 'holds', undefined, [made('ValidatingAdmissionPolicy', 'p', 4)]],
    [
      ...(['refused by a policy that is there', 'not_admitted', refused(policy)] as const),
      [made('ValidatingAdmissionPolicy', 'owners', 9), made('ValidatingAdmissionPolicyBinding', 'everywhere', 9)],
    ],
    [
      ...(['refused by a policy whose binding is gone', 'not_admitted*', refused(policy)] as const),
      [made('ValidatingAdmissionPolicy', 'owners', 9)],
    ],
    [
      ...(['refused by a quota that is there', 'not_admitted', refused(tooMany)] as const),
      [made('ResourceQuota', 'team', 9, settledQuota)],
    ],
    [
      ...(['refused by a quota that has grown', 'not_admitted*', refused(tooMany)] as const),
      [made('ResourceQuota', 'team', 9, { ...settledQuota, spec: { hard: { pods: '5' } } })],
    ],
    [
      ...(['refused by a quota while a Pod is going', 'not_admitted*', refused(tooMany)] as const),
      [made('ResourceQuota', 'team', 9, settledQuota), goingPod()],
    ],
    [
      ...(['refused by a LimitRange that is there', 'not_admitted', refused(bounds)] as const),
      [made('LimitRange', 'l', 9)],
    ],
    [
      ...(['refused by a level that is no longer enforced', 'not_admitted*', refused(insecure)] as const),
      [made('Namespace', 'shop', 9)],
    ],
  ])('%s', (_what, expected, dryRun, objects) => expect(found(dryRun, ...objects)).toBe(expected));

  function goingPod(): KubeObject {
    const deletionTimestamp = new Date(Date.parse(shopTime) + 20_000).toISOString();
    return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-0', namespace: 'shop', deletionTimestamp } };
  }
});

describe('manifest', () => {
  const text = (...names: readonly string[]): string =>
    names
      .map((name) => `{ apiVersion: v1, kind: ConfigMap, metadata: { name: "${name}", namespace: "\${shop}" } }`)
      .join('\n---\n');
  const given = (manifest: string, dryRun: Circumstances['dryRun'], spec: JsonObject = { is: 'admitted' }): string =>
    brief(
      judge(
        { admission: { manifest: 'probes/x.yaml', ...spec } },
        {
          record: { ...record, manifests: { 'probes/x.yaml': manifest } },
          ...(dryRun === undefined ? {} : { dryRun }),
        },
      ),
    );

  test('every object of a file', () => {
    const onlyA: Circumstances['dryRun'] = (read) =>
      read.object.metadata.name === 'a' ? refused('no')(read) : warned()();
    expect(given(text('a', 'b'), undefined)).toBe('holds');
    expect(given(text('a', 'b'), onlyA)).toBe('not_admitted');
    expect(given(text('a', 'b'), onlyA, { is: 'refused', by: { quota: 'q' } })).toBe('refused_otherwise not_refused');
  });

  test('in its own namespace, or in the one that is named', () => {
    const places: (string | undefined)[] = [];
    const note: Circumstances['dryRun'] = (read) => {
      places.push(read.namespace);
      return warned()();
    };
    given(text('a'), note);
    given(text('a'), note, { is: 'admitted', in: 'back' });
    given('{ apiVersion: v1, kind: Namespace, metadata: { name: a } }', note, { is: 'admitted', in: 'back' });
    expect(new Set(places)).toEqual(new Set(['shop', 'backroom', undefined]));
  });

  test('one without a name is given one by the server', () => {
    const names: unknown[] = [];
    const note: Circumstances['dryRun'] = ({ object }) => {
      names.push(object.metadata);
      return warned()();
    };
    judge(admission({ manifest: { apiVersion: 'v1', kind: 'ConfigMap' }, is: 'admitted' }), { dryRun: note });
    expect(names[0]).toEqual({ generateName: 'configmap-' });
  });

  test.each([
    ['a file that the copy was started without', undefined],
    ['no object', '---\n'],
    ['no manifest', 'kind: [1'],
  ])('%s is a mistake of the lab', (_what, manifest) => {
    const manifests = manifest === undefined ? {} : { 'probes/x.yaml': manifest };
    const check = { admission: { manifest: 'probes/x.yaml', in: 'shop', is: 'admitted' } };
    expect(brief(judge(check, { record: { ...record, manifests } }))).toBe('unknown');
  });
});

test('without an answer nothing is said', () => {
  const outage = (): Answer => ({ answer: 'outage', outage: { code: 'forbidden', detail: 'no right to create' } });
  expect(tried({ is: 'admitted' }, outage)).toBe('unknown');
  expect(tried({ is: 'refused', by: { quota: { $exists: true } } }, outage)).toBe('unknown');
});
