import { expect, test } from 'vitest';
import { patchStrategies } from '../../scripts/patch-strategies-source.ts';
import { patchKinds, patchTypes } from '../../src/session/apply/patch-strategies.ts';
import { kubectl } from './session-cluster.ts';

test('the table of patch strategies is the API server’s own', async () => {
  const openApi = JSON.parse(await kubectl(['get', '--raw', '/openapi/v2']));
  expect({ kinds: patchKinds, types: patchTypes }).toEqual(patchStrategies(openApi));
});
