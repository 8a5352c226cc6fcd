// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of labs look like this
import { expect, test } from 'vitest';
import { formatMistake } from '../../src/lab/mistake.ts';
import { parseLab } from '../../src/lab/parse-lab.ts';
import { sampleFiles, sampleLab } from './sample-lab.ts';

/** What is said of a check in place of the sample's first line of `placement`. */
function mistakesOf(admission: string): readonly string[] {
  const line = '- placement: { of: deployment/oven, in: shop, may: [{ labels: { heat: high } }] }';
  const text = sampleLab.replace(line, () => `- admission: ${admission}`);
  const parsed = parseLab(text, 'lab.yaml', [...sampleFiles, 'probes/root.yaml']);
  return parsed.parsed === 'lab' ? [] : parsed.mistakes.map(formatMistake).map((text) => text.replace('lab.yaml:', ''));
}

const inline = '{ apiVersion: v1, kind: Pod }';
test.each<[what: string, admission: string, mistakes: readonly string[]]>([
  ['a Pod of a workload', '{ podFrom: deployment/oven, in: shop, is: admitted, level: baseline }', []],
  ['a file', '{ manifest: probes/root.yaml, is: refused, by: { podSecurity: restricted } }', []],
  ['an object', `{ manifest: ${inline}, in: shop, is: refused, by: { quota: { $exists: true } }, says: x }`, []],
  ['an object of the cluster', '{ manifest: { apiVersion: v1, kind: Namespace }, is: admitted }', []],
  ['a warning', '{ manifest: probes/root.yaml, is: admitted, warns: { podSecurity: baseline }, says: x }', []],
  [
    'a file that is not there',
    '{ manifest: probes/rot.yaml, is: admitted }',
    ["40:32: error: no file `probes/rot.yaml` in the lab's manifest folder; did you mean `probes/root.yaml`?"],
  ],
  [
    'a file outside',
    '{ manifest: ../root.yaml, is: admitted }',
    [
      "40:32: error: `../root.yaml` leads out of the lab's manifest folder: write a path inside it, as accept/other.yaml",
    ],
  ],
  [
    'nothing that is tried',
    '{ in: shop, is: admitted }',
    ['40:20: error: what is tried is `podFrom` or `manifest`, one of them'],
  ],
  [
    'two things that are tried',
    '{ podFrom: deployment/oven, manifest: probes/root.yaml, in: shop, is: admitted }',
    ['40:20: error: what is tried is `podFrom` or `manifest`, one of them'],
  ],
  [
    'refused by nobody',
    '{ manifest: probes/root.yaml, is: refused }',
    ['40:20: error: `is: refused` says `by` whom: a refusal for another reason proves nothing'],
  ],
  [
    'admitted by somebody',
    '{ manifest: probes/root.yaml, is: admitted, by: { quota: q } }',
    ['40:64: error: `by` does not go with `is: admitted`'],
  ],
  [
    'a warning of what is refused',
    '{ manifest: probes/root.yaml, is: refused, by: { quota: q }, warns: { policy: p } }',
    ['40:81: error: `warns` does not go with `is: refused`'],
  ],
  [
    'words of nobody',
    '{ manifest: probes/root.yaml, is: admitted, says: x }',
    ['40:64: error: `says` goes with `by` or `warns`'],
  ],
  [
    'a level of an object',
    '{ manifest: probes/root.yaml, is: admitted, level: baseline }',
    ['40:64: error: `level` goes with `podFrom`'],
  ],
  [
    'an object without a kind',
    '{ manifest: { apiVersion: v1 }, in: shop, is: admitted }',
    ['40:32: error: an object has `kind`'],
  ],
  [
    'an object without a place',
    `{ manifest: ${inline}, is: admitted }`,
    ['40:20: error: `in` is missing: the lab has the namespaces `shop` and `audit`'],
  ],
  [
    'a workload without a place',
    '{ podFrom: deployment/oven, is: admitted }',
    ['40:20: error: `in` is missing: the lab has the namespaces `shop` and `audit`'],
  ],
  [
    'two refusers',
    '{ manifest: probes/root.yaml, is: refused, by: { quota: q, policy: p } }',
    ['40:79: error: `quota` and `policy` stand side by side, but `by` has only one of them'],
  ],
  [
    'a misspelt refuser',
    '{ manifest: probes/root.yaml, is: refused, by: { podSecurty: restricted } }',
    ['40:69: error: unknown key `podSecurty` in `by`; did you mean `podSecurity`?'],
  ],
  [
    'a misspelt kind',
    '{ podFrom: deploymnt/oven, in: shop, is: admitted }',
    ['40:31: error: `deploymnt` is no kind of object that Kubernetes has; did you mean `deployment/oven`?'],
  ],
])('%s', (_what, admission, mistakes) => expect(mistakesOf(admission)).toEqual(mistakes));
