import { expect, test } from 'vitest';
import type { AdmissionRefusal } from '../../src/kubernetes/admission-refusal.ts';
import { admissionRefusal, isByPolicyOrWebhook, refusalWords } from '../../src/kubernetes/admission-refusal.ts';
import { admissionWarning } from '../../src/kubernetes/admission-warning.ts';

// messages as kube-apiserver 1.36 words them: tests/integration/admission-words.test.ts hears them from it
const pod = (words: string): string => `pods "x-7k2pq" is forbidden: ${words}`;
const policyWords =
  "ValidatingAdmissionPolicy 'owners' with binding 'owners-everywhere' denied request: say whose it is, please";

test.each<[string, string, AdmissionRefusal]>([
  [
    'a quota with too little left',
    pod(
      'exceeded quota: team, requested: limits.memory=2Gi,requests.cpu=2, used: limits.memory=0,requests.cpu=500m, limited: limits.memory=1Gi,requests.cpu=1',
    ),
    {
      ...{ by: 'quota', quota: 'team', problem: 'exceeded' },
      resources: [
        { resource: 'limits.memory', used: '0', limited: '1Gi' },
        { resource: 'requests.cpu', used: '500m', limited: '1' },
      ],
    },
  ],
  [
    'a quota for what the Pod does not say',
    pod('failed quota: team: must specify limits.memory for: c; requests.cpu for: c,d'),
    {
      ...{ by: 'quota', quota: 'team', problem: 'unspecified' },
      resources: [{ resource: 'limits.memory' }, { resource: 'requests.cpu' }],
    },
  ],
  [
    'the same, as older servers say it',
    pod('failed quota: team: must specify limits.memory,requests.cpu'),
    {
      ...{ by: 'quota', quota: 'team', problem: 'unspecified' },
      resources: [{ resource: 'limits.memory' }, { resource: 'requests.cpu' }],
    },
  ],
  [
    'a quota that is not counted yet',
    pod('status unknown for quota: team, resources: pods,requests.cpu'),
    {
      ...{ by: 'quota', quota: 'team', problem: 'unknown' },
      resources: [{ resource: 'pods' }, { resource: 'requests.cpu' }],
    },
  ],
  [
    'Pod Security',
    pod('violates PodSecurity "restricted:v1.30": runAsNonRoot != true (pod or container "c" must set it)'),
    { by: 'podSecurity', level: 'restricted' },
  ],
  [
    'a bound of a LimitRange',
    pod('maximum cpu usage per Container is 500m, but limit is 1'),
    { by: 'limitRange', bounds: [{ bound: 'max', resource: 'cpu', per: 'Container' }] },
  ],
  [
    'a bound that is not met by saying nothing',
    pod('maximum memory usage per Pod is 512Mi.  No limit is specified'),
    { by: 'limitRange', bounds: [{ bound: 'max', resource: 'memory', per: 'Pod' }] },
  ],
  [
    'several bounds',
    pod(
      '[minimum memory usage per Container is 64Mi, but request is 12Mi, cpu max limit to request ratio per Container is 2, but provided ratio is 10.000000]',
    ),
    {
      by: 'limitRange',
      bounds: [
        { bound: 'min', resource: 'memory', per: 'Container' },
        { bound: 'ratio', resource: 'cpu', per: 'Container' },
      ],
    },
  ],
  [
    'a bound of claims',
    'persistentvolumeclaims "x" is forbidden: maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi',
    { by: 'limitRange', bounds: [{ bound: 'max', resource: 'storage', per: 'PersistentVolumeClaim' }] },
  ],
  ['a policy', pod(policyWords), { by: 'policy', policy: 'owners', binding: 'owners-everywhere' }],
  [
    'a webhook',
    'admission webhook "deny.example.com" denied the request: not on a Friday',
    { by: 'webhook', webhook: 'deny.example.com' },
  ],
  [
    'a webhook without a reason',
    'admission webhook "deny.example.com" denied the request without explanation',
    { by: 'webhook', webhook: 'deny.example.com' },
  ],
  [
    'an account that is not there',
    'pods "x-" is forbidden: error looking up service account shop/ghost: serviceaccount "ghost" not found',
    { by: 'serviceAccount', serviceAccount: 'ghost' },
  ],
  [
    'a namespace on its way out',
    pod('unable to create new content in namespace shop because it is being terminated'),
    { by: 'namespace', isGoing: true },
  ],
  ['a class that is not there', pod('no PriorityClass with name ghost was found'), { by: 'other' }],
  // a policy's author chooses the words, and may quote anybody
  [
    "a policy that speaks with a quota's words",
    pod(`${policyWords}: exceeded quota: team, requested: pods=1, used: pods=1, limited: pods=1`),
    { by: 'policy', policy: 'owners', binding: 'owners-everywhere' },
  ],
  [
    'a plug-in that quotes a quota',
    pod('my plug-in: exceeded quota: team, requested: pods=1, used: pods=1, limited: pods=1'),
    { by: 'other' },
  ],
  ['a plug-in that quotes another', pod('my plug-in: violates PodSecurity "restricted:latest": x'), { by: 'other' }],
])('%s', (_who, message, refusal) => {
  expect(admissionRefusal({ code: 403, reason: 'Forbidden', message, fields: [] })).toEqual(refusal);
});

test('a policy is known by its words, whatever status its author chose', () => {
  const statuses = [
    { code: 422, reason: 'Invalid' },
    { code: 413, reason: 'RequestEntityTooLarge' },
  ];
  const refusals = statuses.map((status) => admissionRefusal({ ...status, message: pod(policyWords), fields: [] }));
  expect(refusals).toEqual(statuses.map(() => ({ by: 'policy', policy: 'owners', binding: 'owners-everywhere' })));
});

test('an object that is not valid', () => {
  const message = 'Widget.example.com "w" is invalid: spec.size: Invalid value: 0: should be at least 1';
  expect(admissionRefusal({ code: 422, reason: 'Invalid', message, fields: ['spec.size'] })).toEqual({
    ...{ by: 'validation', fields: ['spec.size'] },
  });
});

test('a namespace that is not there', () => {
  const message = 'namespaces "ghost" not found';
  expect(admissionRefusal({ code: 404, reason: 'NotFound', message, fields: [] })).toEqual({
    ...{ by: 'namespace', isGoing: false },
  });
});

test.each([
  ['pods "web-7k2pq" is forbidden: exceeded quota: team', 'exceeded quota: team'],
  ['Pod "web-7k2pq" is invalid: spec.containers: Required value', 'spec.containers: Required value'],
  ['admission webhook "a.b.c" denied the request: no', 'admission webhook "a.b.c" denied the request: no'],
])('%s is said without a name that is made up', (message, words) => expect(refusalWords(message)).toBe(words));

test.each([
  [
    'would violate PodSecurity "restricted:latest": unrestricted capabilities (…)',
    { by: 'podSecurity', level: 'restricted' },
  ],
  [
    "Validation failed for ValidatingAdmissionPolicy 'owners' with binding 'owners-warn': say whose it is",
    { by: 'policy', policy: 'owners', binding: 'owners-warn' },
  ],
  ['unknown field "spec.nonsense"', undefined],
])('the warning %s', (text, warning) => expect(admissionWarning(text)).toEqual(warning));

test.each([
  [`policy 'p' with binding 'b' denied request: expression 'x' resulted in error: no such key: y`, true],
  [`namespaces "shop" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`, true],
  ['admission webhook "a.b.c" denied the request: no', true],
  ['Internal error occurred: failed calling webhook "a.b.c": connection refused', true],
  ['pods "x" is forbidden: exceeded quota: policy', false],
])('%s: said by a policy or webhook: %s', (message, isSo) => expect(isByPolicyOrWebhook(message)).toBe(isSo));
