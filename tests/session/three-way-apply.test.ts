import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { lastAppliedAnnotation, withLastApplied } from '../../src/session/apply/last-applied.ts';
import { applyPatch } from '../../src/session/apply/three-way-apply.ts';

const podTemplate = (spec: JsonObject): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'x' } },
  template: { spec },
});

/** The patch from a live object, as it was applied, to a new manifest; without the annotation, which always differs. */
function patchBetween(first: KubeObject, second: KubeObject, live = withLastApplied(first)): unknown {
  const { type, patch } = applyPatch(live, second);
  const { metadata: _, ...rest } = patch;
  return { type, ...rest };
}

// Each is a patch that `kubectl apply -v=8` sends for the same manifests.
describe('the patch of kubectl apply', () => {
  test('a container dropped and one added', () => {
    const container = (name: string): JsonObject => ({ name, image: 'nginx' });
    const [a, b, c] = [container('a'), container('b'), container('c')];
    expect(patchBetween(podTemplate({ containers: [a, b] }), podTemplate({ containers: [c, a] }))).toEqual({
      type: 'strategic',
      template: {
        spec: {
          '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }],
          containers: [c, { $patch: 'delete', name: 'b' }],
        },
      },
    });
  });

  test('a volume that becomes another kind keeps only its new keys', () => {
    const volumes = (volume: JsonObject) => podTemplate({ volumes: [{ name: 'v', ...volume }] });
    expect(patchBetween(volumes({ emptyDir: {} }), volumes({ secret: { secretName: 's' } }))).toEqual({
      type: 'strategic',
      template: {
        spec: {
          '$setElementOrder/volumes': [{ name: 'v' }],
          volumes: [{ $retainKeys: ['name', 'secret'], emptyDir: null, name: 'v', secret: { secretName: 's' } }],
        },
      },
    });
  });

  test('nothing to do is an empty patch', () => {
    const object = podTemplate({ containers: [{ name: 'a', image: 'nginx' }] });
    expect(applyPatch(withLastApplied(object), object)).toEqual({ type: 'strategic', patch: {} });
  });

  test('a custom resource gets a merge patch', () => {
    const custom = (spec: JsonObject): KubeObject => ({
      ...{ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'x' } },
      spec,
    });
    expect(patchBetween(custom({ gone: 1, list: [1], same: {} }), custom({ list: [2], same: {} }))).toEqual({
      type: 'merge',
      spec: { gone: null, list: [2] },
    });
  });

  test('a version that the table has not is patched as one that it has', () => {
    const budget = (apiVersion: string): KubeObject => ({
      apiVersion,
      kind: 'PodDisruptionBudget',
      metadata: { name: 'x' },
    });
    expect(applyPatch(budget('policy/v1beta1'), budget('policy/v1beta1')).type).toBe('strategic');
  });
});

test('the annotation is Go’s JSON: sorted keys, escapes, a newline', () => {
  const object: KubeObject = {
    ...{ kind: 'ConfigMap', apiVersion: 'v1', metadata: { namespace: 'n', name: 'x' } },
    data: { b: '<&>', a: '\u2028' },
  };
  expect(withLastApplied(object).metadata.annotations?.[lastAppliedAnnotation]).toBe(
    '{"apiVersion":"v1","data":{"a":"\\u2028","b":"\\u003c\\u0026\\u003e"},"kind":"ConfigMap",' +
      '"metadata":{"annotations":{},"name":"x","namespace":"n"}}\n',
  );
});
