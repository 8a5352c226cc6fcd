import { expect, test } from 'vitest';
import type { FoundValue } from '../../src/checks/wanted-values.ts';
import { evidenceSentence } from '../../src/report/evidence-sentence.ts';

test.each<readonly [FoundValue, string]>([
  [{ path: 'status.conditions[Complete]', found: 'True' }, 'the condition Complete is True'],
  [
    { path: 'containers[c].env.NODE_NAME.field', found: 'spec.nodeName' },
    'containers[c].env.NODE_NAME comes from the field spec.nodeName',
  ],
  [{ path: 'containers[c].env.LEVEL.value', found: 'debug' }, 'containers[c].env.LEVEL is debug'],
  [{ path: 'containers[c].ports[8080].protocol', found: 'TCP' }, 'containers[c].ports[port 8080].protocol is TCP'],
])('%j', (value, text) =>
  expect(
    evidenceSentence({ code: 'object', object: { kind: 'Job', name: 'count', namespace: 'shop' }, values: [value] }),
  ).toBe(`job/count in shop: ${text}`),
);
