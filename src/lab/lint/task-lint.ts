import type { Finding } from '../mistake.ts';
import { quoted } from '../mistake.ts';
import type { Task } from '../schema/lab.ts';
import type { LintRule } from './lab-draft.ts';

export const unhelpfulTasks: LintRule = ({ lab, mistakeAt }) =>
  lab.tasks.flatMap((task, index) =>
    missingHelp(task).map((message) =>
      mistakeAt({ rule: 'unhelpful-task', severity: 'warning', path: ['tasks', index], message }),
    ),
  );

function missingHelp(task: Task): readonly string[] {
  const name = `task ${quoted(task.id)}`;
  return [
    ...(task.hints.length >= 2 ? [] : [`${name} has fewer than two hints: first a direction, last nearly the command`]),
    ...(task.explain === undefined ? [`${name} has no \`explain\`, which says why the solution works`] : []),
    ...(task.docs.length === 0 ? [`${name} has no link under \`docs\``] : []),
  ];
}

/** Each task is missed by somebody, and right answers come in several layouts: see CONTRIBUTING. */
export const unprovenTasks: LintRule = ({ lab, mistakeAt }) => {
  const missed = new Set(lab.variants.flatMap((variant) => ('reject' in variant ? variant.fails : [])));
  const accepts = lab.variants.filter((variant) => 'accept' in variant).length;
  const rejects = lab.variants.length - accepts;
  const tasks = lab.tasks.flatMap((task, index): readonly Finding[] =>
    missed.has(task.id)
      ? []
      : [
          {
            rule: 'unproven',
            path: ['tasks', index, 'id'],
            message: `no reject variant fails task ${quoted(task.id)}`,
          },
        ],
  );
  const counts = [
    ...(accepts >= 3 ? [] : [`the lab has ${accepts} accept variants, and three are the least`]),
    ...(rejects >= 4 ? [] : [`the lab has ${rejects} reject variants, and four are the least`]),
  ].map((message): Finding => ({ rule: 'unproven', path: ['variants'], message }));
  return [...tasks, ...counts].map((finding) => mistakeAt({ ...finding, severity: 'warning' }));
};
