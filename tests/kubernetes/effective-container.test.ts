import { expect, test } from 'vitest';
import { effectiveContainer } from '../../src/kubernetes/effective-container.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { mappingsAt, podSpecOf } from '../../src/kubernetes/pod-template.ts';
import { named, shop } from '../fixtures/real-objects.ts';

const podSpec = podSpecOf(named(shop, 'Deployment/web')) ?? {};
const sources = {
  configMaps: new Map([['settings', named(shop, 'ConfigMap/settings')]]),
  secrets: new Map([['database', named(shop, 'Secret/database')]]),
};
const [web, side] = mappingsAt(podSpec, 'containers').map((container) =>
  effectiveContainer(podSpec, container, sources),
);
const configMap = 'settings';
const secret = 'database';

test('the environment: envFrom with prefix, env over it, references replaced, sources kept, optional ones left out', () =>
  expect(web?.env).toEqual({
    COLOR: { value: 'dark-blue' },
    GREETING: { value: 'hello', configMap, key: 'GREETING' },
    PORT: { value: '8080', configMap, key: 'PORT' },
    DB_user: { value: 'anna', secret, key: 'user' },
    DB_password: { value: 'geheim', secret, key: 'password' },
    USER: { value: 'anna', secret, key: 'user' },
    LATER: { value: '$(LAST) $(USER) anna', fromSecret: true },
    LAST: { value: 'last' },
    EMPTY: { value: '' },
    NODE: { field: 'spec.nodeName' },
    CPU: { resource: 'limits.cpu' },
    PASSWORD: { value: 'geheim', secret, key: 'password' },
    LOGO: { missing: true, configMap, key: 'LOGO' }, // binaryData is for files
  }));

test('references in the arguments', () => expect(web?.args).toEqual(['--port=8080', '--user=anna']));

test('mounts by what is behind them', () =>
  expect(web?.mounts).toEqual({
    '/etc/tls': { secret, mode: '0400', volume: 'tls', readOnly: true },
    '/etc/app.conf': {
      ...{ configMap, mode: '0444', volume: 'settings', readOnly: true },
      ...{ subPath: 'app.conf', key: 'COLOR', items: [{ key: 'COLOR', path: 'app.conf', mode: 0o444 }] },
    },
    '/tmp': { emptyDir: { medium: 'Memory', sizeLimit: '16Mi' }, volume: 'tmp', readOnly: false },
    '/data': { claim: 'data', volume: 'data', readOnly: true },
    '/etc/both': {
      projected: { defaultMode: 0o644, sources: [{ secret: { name: secret } }, { configMap: { name: configMap } }] },
      ...{ volume: 'both', readOnly: true },
    },
    '/etc/wrapped': {
      projected: { defaultMode: 0o644, sources: [{ secret: { name: secret } }] },
      ...{ secret, mode: '0644', volume: 'wrapped', readOnly: true },
    },
    '/var/log': { hostPath: '/var/log', volume: 'logs', readOnly: false },
  }));

test('security: the container over its Pod, defaults under both', () =>
  expect([web?.security, side?.security]).toEqual([
    {
      ...{ runAsUser: 2000, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      ...{ privileged: false, readOnlyRootFilesystem: false, allowPrivilegeEscalation: false },
      capabilities: { drop: ['ALL'] },
    },
    {
      ...{ runAsUser: 1000, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      ...{ privileged: false, readOnlyRootFilesystem: false, allowPrivilegeEscalation: true },
    },
  ]));

// https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod
test('groups of the Pod are those of every container', () => {
  const ofPod = { securityContext: { fsGroup: 2000, supplementalGroups: [4000] } };
  const security = effectiveContainer(ofPod, { name: 'web' }, sources).security as JsonObject;
  expect([security.fsGroup, security.supplementalGroups]).toEqual([2000, [4000]]);
});

// https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
test('a privileged container may escalate whatever it says', () => {
  const container = { securityContext: { privileged: true, allowPrivilegeEscalation: false } };
  const security = effectiveContainer({}, container, sources).security as JsonObject;
  expect(security.allowPrivilegeEscalation).toBe(true);
});

test('a limit is the request where none is given', () => expect(web?.requests).toEqual({ cpu: '1', memory: '64Mi' }));

test('a required key that is not there', () => {
  const env = [{ name: 'A', valueFrom: { secretKeyRef: { name: 'nowhere', key: 'a' } } }];
  expect(effectiveContainer({}, { env }, sources).env).toEqual({ A: { missing: true, secret: 'nowhere', key: 'a' } });
});

test('the last of two entries of a name counts', () => {
  const env = [
    { name: 'A', value: '1' },
    { name: 'A', value: '2' },
  ];
  expect(effectiveContainer({}, { env }, sources).env).toEqual({ A: { value: '2' } });
});

test('the later of two envFrom wins', () => {
  const envFrom = [{ configMapRef: { name: 'a' } }, { configMapRef: { name: 'b' } }];
  const configMaps = new Map(['a', 'b'].map((name) => [name, { data: { KEY: name } }]));
  expect(effectiveContainer({}, { envFrom }, { ...sources, configMaps }).env).toEqual({
    KEY: { value: 'b', configMap: 'b', key: 'KEY' },
  });
});

test('an optional key that is not there leaves what envFrom gave', () => {
  const envFrom = [{ configMapRef: { name: 'settings' } }];
  const env = [{ name: 'PORT', valueFrom: { configMapKeyRef: { name: 'settings', key: 'x', optional: true } } }];
  expect((effectiveContainer({}, { envFrom, env }, sources).env as JsonObject).PORT).toEqual({
    value: '8080',
    configMap,
    key: 'PORT',
  });
});
