import { expect, test } from 'vitest';
import { messagesPage } from '../../scripts/messages-page.ts';
import type { ProvenRun } from '../../src/prove/lab-proof.ts';

const told = {
  because: 'nobody bakes,\nso there is no bread',
  tasks: [
    ['✗ Somebody bakes · bake · 0 of 2', '    wanted   an oven', '    found    there is none'],
    ['✗ Somebody sells · sell · 0 of 1', '    wanted   a till', '', '    wanted   money'],
  ],
};
const run = (title: string, group: ProvenRun['group'], more: Partial<ProvenRun> = {}): ProvenRun => ({
  ...{ title, group, isBlind: false, surprises: [] },
  ...more,
});

test('each wrong variant has its messages, other runs have none', () => {
  const page = messagesPage([
    { lab: 'bakery', runs: [run('untouched', 'untouched'), run('reject reject/cold.yaml', 'reject', { told })] },
    { lab: 'shop', runs: [run('reject blind/shut', 'reject', { told: { ...told, tasks: [] }, isBlind: true })] },
  ]);
  expect(page.slice(page.indexOf('## bakery'))).toBe(`## bakery

### cold.yaml

nobody bakes, so there is no bread

\`\`\`text
✗ Somebody bakes · bake · 0 of 2
    wanted   an oven
    found    there is none
✗ Somebody sells · sell · 0 of 1
    wanted   a till

    wanted   money
\`\`\`

## shop

### shut (blind set)

nobody bakes, so there is no bread

\`\`\`text
\`\`\`
`);
});
