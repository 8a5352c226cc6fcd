import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/checks/issue.ts';
import type { ReportNote, Verdict } from '../../src/grade/report.ts';
import type { ClusterProduct } from '../../src/kubernetes/cluster-product.ts';
import { clusterProducts } from '../../src/kubernetes/cluster-product.ts';
import { reportJson } from '../../src/report/json.ts';
import { reportJunit } from '../../src/report/junit.ts';
import { reportMarkdown } from '../../src/report/markdown.ts';
import { noteSentences } from '../../src/report/note-sentence.ts';
import { plainPalette } from '../../src/report/palette.ts';
import { reportText } from '../../src/report/text.ts';
import { evidence, issues, mixedVerdicts, reportOf, settled, unknownReasons } from './examples.ts';

const plain = { palette: plainPalette, width: Number.POSITIVE_INFINITY, flags: {}, isVerbose: false, isWhole: true };
const failed = (...bodies: readonly Parameters<typeof settled>[0][]): Verdict => ({
  ...{ verdict: 'failed', isMoving: false },
  issues: bodies.map(settled),
});
const golden = (name: string): string => `./golden/${name}`;

describe('text', () => {
  test('every issue code', async () => {
    const verdicts = Object.values(issues).flatMap((bodies) => bodies.map((body) => failed(body)));
    await expect(reportText(reportOf(verdicts), plain)).toMatchFileSnapshot(golden('issues.txt'));
  });

  test('every evidence code', async () => {
    const verdicts = Object.values(evidence).flatMap((some) =>
      some.map((one): Verdict => ({ verdict: 'passed', evidence: [one], isMoving: false })),
    );
    await expect(reportText(reportOf(verdicts), plain)).toMatchFileSnapshot(golden('evidence.txt'));
  });

  test('every reason for an unknown verdict', async () => {
    const verdicts = unknownReasons.map((reason): Verdict => ({ verdict: 'unknown', reasons: [reason] }));
    await expect(reportText(reportOf(verdicts), plain)).toMatchFileSnapshot(golden('unknown.txt'));
  });

  test('every verdict, wrapped', async () => {
    const report = reportOf(mixedVerdicts, { copy: 'alice', isLabChanged: true });
    await expect(reportText(report, { ...plain, width: 80 })).toMatchFileSnapshot(golden('verdicts.txt'));
  });

  test('verbose, on another context and kubeconfig', async () => {
    const options = { ...plain, isVerbose: true, flags: { context: 'kind lab', kubeconfig: '/tmp/config' } };
    await expect(reportText(reportOf(mixedVerdicts), options)).toMatchFileSnapshot(golden('verbose-context.txt'));
  });

  test("the author's sentence stands in place of the made one", async () => {
    const says = 'The Service must find the pods by a label that only they have.';
    const verdicts = [issues.not_selected[0], issues.cel_false[0], issues.none_holds[0], issues.holds_all_the_same[0]]
      .filter((body) => body !== undefined)
      .map((body): Verdict => ({ verdict: 'failed', issues: [{ ...settled(body), says }], isMoving: false }));
    await expect(reportText(reportOf(verdicts), plain)).toMatchFileSnapshot(golden('says.txt'));
  });

  test('nothing gradable', () => {
    expect(reportText(reportOf([{ verdict: 'notGradable', needs: ['traffic'] }]), plain)).toMatchInlineSnapshot(`
      "Find the pods behind a Service · lab services on kubeproctor (Kubernetes v1.36.4)

      – Task number 1 · task-1 · does not count
          this cluster cannot show it: it needs traffic

      Not gradable here
      Nothing of this lab can be shown on this cluster.
      "
    `);
  });

  test('one task of a lab', () => {
    const verdict: Verdict = { verdict: 'passed', evidence: evidence.kept.slice(0, 1), isMoving: false };
    expect(reportText(reportOf([verdict]), { ...plain, isWhole: false })).toMatchInlineSnapshot(`
      "Find the pods behind a Service · lab services on kubeproctor (Kubernetes v1.36.4)

      ✓ Task number 1 · task-1 · 2 of 2
          deployment/web in shop is the one that was there at the start

      2 of 2 points
      All tasks:     kubeproctor check services
      "
    `);
  });

  test('what several checks have seen alike is said once, an answer on one line', () => {
    const evidence = ['pod/a\npod/b\n', 'pod/a pod/b', 'c'].map((given) => ({ code: 'answer' as const, given }));
    const lines = reportText(reportOf([{ verdict: 'passed', evidence, isMoving: false }]), plain).split('\n');
    expect(lines.filter((line) => line.includes('your answer'))).toEqual([
      '    your answer "pod/a pod/b"',
      '    your answer "c"',
    ]);
  });

  test('that an object is missing is said once, whatever an author says of it', () => {
    const missing = (name: string, says?: string): Issue => ({
      ...{ code: 'object_missing', wanted: { kind: 'Pod', name, conditions: [], isServed: true }, isMoving: false },
      ...(says === undefined ? {} : { says }),
    });
    const issues = [missing('a'), missing('a', 'It is to say something.'), missing('b', 'It is to be quiet.')];
    const lines = reportText(reportOf([{ verdict: 'failed', issues, isMoving: false }]), plain).split('\n');
    expect(lines.filter((line) => /^ {4}\S/.test(line))).toEqual([
      '    wanted   a Pod named a',
      '    found    there is none',
      '    look     kubectl get pods',
      '    It is to be quiet.',
      '    found    there is none',
      '    look     kubectl get pods',
    ]);
  });

  test('more than three findings are cut short, and the same one is said once', () => {
    const tasks = ['a', 'b', 'c', 'd', 'd', 'e'];
    const verdict = failed(...tasks.map((task) => ({ code: 'answer_missing' as const, task })));
    expect(reportText(reportOf([verdict]), plain)).toMatchInlineSnapshot(`
      "Find the pods behind a Service · lab services on kubeproctor (Kubernetes v1.36.4)

      ✗ Task number 1 · task-1 · 0 of 2
          wanted   an answer from you
          found    none yet
          answer   kubeproctor answer a VALUE

          wanted   an answer from you
          found    none yet
          answer   kubeproctor answer b VALUE

          wanted   an answer from you
          found    none yet
          answer   kubeproctor answer c VALUE
          and 2 more: --verbose shows all

      0 of 2 points
      A hint:        kubeproctor hint services task-1
      Check again:   kubeproctor check services
      Is a verdict wrong? Save what was looked at, and report it with what you expected:
                     kubeproctor check services --save wrong-verdict.json
      "
    `);
  });

  test('marks are painted by what they mean', () => {
    const paint = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const palette = {
      ...{ good: paint('good'), bad: paint('bad'), unsure: paint('unsure') },
      ...{ dim: paint('dim'), strong: paint('strong'), code: paint('code'), span: paint('span') },
    };
    const report = reportOf([{ verdict: 'blocked', by: ['x'] }, failed({ code: 'holds_all_the_same' })]);
    expect(reportText(report, { ...plain, palette })).toMatchInlineSnapshot(`
      "<strong>Find the pods behind a Service</strong> <dim>· lab services on kubeproctor (Kubernetes v1.36.4)</dim>

      <dim>…</dim> <strong>Task number 1</strong> <dim>· task-1 · 0 of 2</dim>
      <dim>    comes after x: do that first</dim>
      <bad>✗</bad> <strong>Task number 2</strong> <dim>· task-2 · 0 of 2</dim>
          <dim>wanted   </dim>something that is not so
          <dim>found    </dim>it is so all the same

      <strong>0 of 4 points</strong>
      A hint:        <code>kubeproctor hint services task-2</code>
      Check again:   <code>kubeproctor check services</code>
      Is a verdict wrong? Save what was looked at, and report it with what you expected:
                     <code>kubeproctor check services --save wrong-verdict.json</code>
      "
    `);
  });
});

describe('other formats', () => {
  const hostile = reportOf(mixedVerdicts, {
    ...{
      title: 'a <b>bold</b> & "quoted" | \u202e`title` @someone https://x.example',
      copy: 'alice',
      isLabChanged: true,
    },
  });

  test('JUnit', async () => {
    await expect(reportJunit(hostile, {})).toMatchFileSnapshot(golden('report.junit.xml'));
  });

  test('Markdown', async () => {
    await expect(reportMarkdown(hostile, {})).toMatchFileSnapshot(golden('report.md'));
  });

  test('JSON', async () => {
    await expect(reportJson(hostile, 1, {})).toMatchFileSnapshot(golden('report.json'));
  });

  test('JSON is the same document whatever was escaped', () => {
    const { tasks, ...rest } = JSON.parse(reportJson(hostile, 1, {}));
    expect({ ...rest, tasks: tasks.map(({ text: _, ...task }: { text: unknown }) => task) }).toEqual({
      ...{ kubeproctor: 1, exitCode: 1 },
      ...hostile,
    });
  });
});

test('of much evidence the first few stand, and that connections were tried', () => {
  const many = [...evidence.reach, ...evidence.reach_only, ...evidence.reach_confirmed.slice(0, 1)];
  const report = reportOf([{ verdict: 'passed', evidence: many, isMoving: false }]);
  const lines = reportText(report, plain)
    .split('\n')
    .filter((line) => line.startsWith('    '));
  expect(lines.slice(2)).toEqual([
    '    tried from pod/probe in shop: 4 of 4 connections went as the policies say',
    `    and ${many.length - 3} more: --verbose shows all`,
  ]);
});

describe('policies that are not enforced', () => {
  const products = [...clusterProducts, undefined];
  const noteOf = (product: ClusterProduct | undefined): ReportNote => ({
    ...{ note: 'policies_not_enforced', measuredAt: '2026-11-25T14:07:24.000Z', tasks: ['task-1'] },
    ...(product === undefined ? {} : { product }),
  });
  const passed: Verdict = { verdict: 'passed', evidence: evidence.reach.slice(0, 1), isMoving: false };
  const report = reportOf([passed], { notes: [noteOf('kind')] });

  test('what to do about it, by what made the cluster', async () => {
    const told = products.map((product) =>
      [product ?? 'anything else', ...noteSentences(noteOf(product), {})].join('\n'),
    );
    await expect(`${told.join('\n\n')}\n`).toMatchFileSnapshot(golden('not-enforced.txt'));
  });

  test('text', async () => {
    await expect(reportText(report, { ...plain, width: 80 })).toMatchFileSnapshot(golden('not-enforced-report.txt'));
  });

  test('JSON, JUnit and Markdown say the same', () => {
    const sentences = noteSentences(noteOf('kind'), {});
    const { notes } = JSON.parse(reportJson(report, 0, {}));
    expect(notes).toEqual([{ ...noteOf('kind'), text: sentences }]);
    const property = /<property name="note.policies_not_enforced" value="([^"]*)"\/>/.exec(
      reportJunit(report, {}),
    )?.[1];
    expect(property).toBe(sentences.join(' '));
    const quoted = reportMarkdown(report, {})
      .split('\n')
      .filter((line) => line.startsWith('> '));
    expect(quoted).toEqual([`> ${sentences.join(' ')}`]);
  });
});
