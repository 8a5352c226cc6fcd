import { expect, test } from 'vitest';
import type { Task } from '../../src/lab/schema/lab.ts';
import { plainPalette } from '../../src/report/palette.ts';
import { solutionPage } from '../../src/report/solution-page.ts';

const task: Task = {
  ...{
    id: 'scale',
    title: 'Scale it',
    text: '…',
    points: 1,
    after: [],
    needs: [],
    checks: [],
    context: [],
    implied: {},
  },
  ...{ hints: ['Think.', 'Use `kubectl scale`.'], explain: 'Because.', docs: ['https://kubernetes.io/docs/'] },
};
const layout = { palette: plainPalette, width: 80 };

test('of the whole lab: its commands, and why they work', () =>
  expect(solutionPage({ title: 'Lab', commands: 'kubectl scale …\n', tasks: [task] }, layout)).toMatchInlineSnapshot(`
    "Lab · one way to do it; any other with the same effect is as right

      kubectl scale …

    ▸ Scale it
        Because.
        https://kubernetes.io/docs/
    "
  `));

test('of one task: its last hint instead of everybody’s commands', () =>
  expect(
    solutionPage({ title: 'Lab', tasks: [task], whole: 'kubeproctor solution lab' }, layout),
  ).toMatchInlineSnapshot(`
    "Lab · one way to do it; any other with the same effect is as right

    ▸ Scale it
        Use \`kubectl scale\`.

        Because.
        https://kubernetes.io/docs/

    The commands for the whole lab:  kubeproctor solution lab
    "
  `));
