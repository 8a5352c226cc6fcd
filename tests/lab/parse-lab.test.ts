// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of labs look like this
import { expect, test } from 'vitest';
import { formatMistake, listed } from '../../src/lab/mistake.ts';
import { parseLab } from '../../src/lab/parse-lab.ts';
import { checkKindNames } from '../../src/lab/schema/checks.ts';
import { sampleFiles, sampleLab } from './sample-lab.ts';

/** The mistakes of a text, as an author reads them. */
function mistakesOf(text: string): readonly string[] {
  const parsed = parseLab(text, 'lab.yaml', sampleFiles);
  return parsed.parsed === 'lab' ? [] : parsed.mistakes.map((one) => formatMistake(one).replace('lab.yaml:', ''));
}

function spoilt(from: string, to: string): readonly string[] {
  if (!sampleLab.includes(from)) throw new Error(`the sample has no ${from}`);
  return mistakesOf(sampleLab.replace(from, () => to));
}

test('the sample is right', () => {
  expect(mistakesOf(sampleLab)).toEqual([]);
});

test.each<[spoilt: string, from: string, to: string, mistakes: readonly string[]]>([
  [
    'a misspelt key at the top',
    'minutes: 15',
    'minuets: 15',
    ['6:1: error: unknown key `minuets`; did you mean `minutes`?'],
  ],
  [
    'a misspelt key deep in a check',
    'may: [{ labels',
    'mayNto: [{ labels',
    ['40:53: error: unknown key `mayNto` in `placement`; did you mean `mayNot`?'],
  ],
  [
    'a key that is like no other',
    'level: beginner',
    'level: beginner\ncolour: red',
    [
      '6:1: error: unknown key `colour`; known here: `kubeproctor`, `name`, `title`, `topic`, `kcna`, `level`, `minutes`, `kubernetes`, `needs`, `after`, `namespaces`, `names`, `exclusive`, `allow`, `start`, `story`, `tasks`, `solution`, `free` and `variants`',
    ],
  ],
  [
    'a misspelt kind of check',
    '- placement: {',
    '- placment: {',
    ['40:9: error: unknown kind of check `placment`; did you mean `placement`?'],
  ],
  [
    'a kind of check that is like no other',
    '- placement: {',
    '- telepathy: {',
    [`40:9: error: unknown kind of check \`telepathy\`; known here: ${listed(checkKindNames)}`],
  ],
  [
    'two kinds in one check',
    '- placement: {',
    '  placement: {',
    [
      '38:9: error: `placement` and `cel` stand side by side, but a check has only one of them; is a hyphen missing before `cel`?',
    ],
  ],
  [
    'a check without a kind',
    '- object: deployment/oven\n        in: shop\n        has',
    '- in: shop\n        has',
    [`21:9: error: a check needs one of ${listed(checkKindNames, 'or')}`],
  ],
  [
    'a misspelt step',
    '- apply: start.yaml',
    '- aply: start.yaml',
    ['12:5: error: unknown step `aply`; did you mean `apply`?'],
  ],
  [
    'a step of two kinds',
    '- apply: start.yaml',
    '- { apply: start.yaml, create: start.yaml }',
    [
      '12:26: error: `apply` and `create` stand side by side, but a step has only one of them; is a hyphen missing before `create`?',
    ],
  ],
  [
    'a misspelt key in a choice',
    'who: { serviceAccount: clerk',
    'who: { serviceAcount: clerk',
    ['36:18: error: unknown key `serviceAcount` in `who`; did you mean `serviceAccount`?'],
  ],
  [
    'a choice that says nothing',
    'who: { serviceAccount: clerk, in: shop }',
    'who: { in: shop }',
    ['36:16: error: `who` needs one of `serviceAccount`, `user`, `group` or `podsOf`'],
  ],
  [
    'a misspelt word of an enumeration',
    'level: beginner',
    'level: beginer',
    [
      '5:8: error: `level` is one of `beginner`, `intermediate` or `advanced`; this is the text `beginer`; did you mean `beginner`?',
    ],
  ],
  ['a key that is missing', 'title: The bakery opens\n', '', ['1:1: error: `title` is missing']],
  [
    'a key that is missing further down',
    '    title: How many loaves\n',
    '',
    ['29:5: error: `title` is missing in this entry of `tasks`'],
  ],
  [
    'a number where a text belongs',
    'title: The bakery opens',
    'title: 1.20',
    ['3:8: error: `title` is a text; this is the number `1.2`: put it in quotes'],
  ],
  [
    'a text where a number belongs',
    'minutes: 15',
    'minutes: a quarter',
    ['6:10: error: `minutes` is a number; this is the text `a quarter`'],
  ],
  ['a number that is too large', 'minutes: 15', 'minutes: 900', ['6:10: error: `minutes` is at most 240']],
  [
    'a list where a mapping belongs',
    '  shop: {}',
    '  shop: []',
    ['8:9: error: `shop` is a mapping with `by` or `labels`; this is a list'],
  ],
  [
    'a mapping where a list belongs',
    'names: [reader]',
    'names: { reader: 1 }',
    ['10:8: error: `names` is a list; this is a mapping'],
  ],
  [
    'a list that is empty',
    'steps: [{ apply: solution.yaml }, { answer: count, value: "12" }]',
    'steps: []',
    ['45:10: error: `steps` needs at least one entry'],
  ],
  [
    'a name with capitals',
    'name: bakery',
    'name: Bakery',
    ['2:7: error: `name` is lower-case letters, digits and single hyphens; this is the text `Bakery`'],
  ],
  [
    'an alias with an underscore',
    '  audit: {',
    '  audit_2: {',
    [
      '9:3: error: a key of `namespaces` is lower-case letters, digits and single hyphens; this is the text `audit_2`',
      '41:37: error: `audit` is no namespace of this lab: it declares `shop` and `audit_2`',
    ],
  ],
  [
    'a link that is none',
    'docs: [https://kubernetes.io/docs/concepts/workloads/controllers/deployment/]',
    'docs: [kubernetes.io]',
    ['28:12: error: each entry of `docs` is a URL; this is the text `kubernetes.io`'],
  ],
  [
    'an object without a kind',
    '- object: deployment/oven',
    '- object: oven',
    ['21:17: error: `object` is written KIND/NAME, as deployment/web, or $NAME; this is the text `oven`'],
  ],
  [
    'an alias that is unknown',
    'of: deployment/oven, in: shop',
    'of: deployment/oven, in: shpo',
    ['40:47: error: `shpo` is no namespace of this lab; did you mean `shop`?'],
  ],
  [
    'an alias of a permission',
    '[get list pods in shop]',
    '[get list pods in shpo]',
    ['37:17: error: `shpo` is no namespace of this lab; did you mean `shop`?'],
  ],
  [
    'no alias where there are several',
    'of: deployment/oven, in: shop',
    'of: deployment/oven',
    ['40:20: error: `in` is missing: the lab has the namespaces `shop` and `audit`'],
  ],
  [
    'a misspelt placeholder in a text',
    'oven in ${shop} is',
    'oven in ${shpo} is',
    ['13:8: error: the lab declares no `${shpo}` (to write it literally: `$${shpo}`); did you mean `${shop}`?'],
  ],
  [
    'a misspelt placeholder in a command',
    '-n ${shop}',
    '-n ${sohp}',
    ['44:13: error: the lab declares no `${sohp}` (to write it literally: `$${sohp}`); did you mean `${shop}`?'],
  ],
  [
    'a name that is a namespace too',
    'names: [reader]',
    'names: [shop]',
    ['10:9: error: `shop` is a namespace already, and `${…}` can mean one only'],
  ],
  ['a name declared twice', 'names: [reader]', 'names: [reader, reader]', ['10:17: error: `reader` is declared twice']],
  [
    'a task that is unknown',
    'after: [bake]',
    'after: [bakke]',
    ['32:13: error: no task has the id `bakke`; did you mean `bake`?'],
  ],
  ['a task that waits for itself', 'after: [bake]', 'after: [count]', ['32:12: error: task `count` waits for itself']],
  [
    'two tasks of one id',
    '- id: count',
    '- id: bake',
    ['29:9: error: two tasks have the id `bake`', '45:47: error: no task has the id `count`: there are `bake`'],
  ],
  [
    'a failing task that is unknown',
    'fails: [bake]',
    'fails: [sleep]',
    ['48:41: error: no task has the id `sleep`: there are `bake` and `count`'],
  ],
  [
    'an answer nobody asks for',
    'answer: count',
    'answer: bake',
    ['45:47: error: task `bake` has no check of the kind `answer`'],
  ],
  [
    'a binding that comes too late',
    'of: $oven',
    'of: $ovne',
    ['25:25: error: no earlier check of this task binds `$ovne` with `as`; did you mean `$oven`?'],
  ],
  [
    'a misspelt kind of object',
    '- object: deployment/oven',
    '- object: deploymnt/oven',
    ['21:17: error: `deploymnt` is no kind of object that Kubernetes has; did you mean `deployment/oven`?'],
  ],
  [
    'a misspelt kind in a list',
    'any: CronJob',
    'any: ChronJob',
    ['41:24: error: `ChronJob` is no kind of object that Kubernetes has; did you mean `CronJob`?'],
  ],
  [
    'a misspelt operator',
    '$matches',
    '$matchs',
    ['25:41: error: unknown operator `$matchs`; did you mean `$matches`?'],
  ],
  [
    'an operator that is like no other',
    '$matches',
    '$resembles',
    [
      '25:41: error: unknown operator `$resembles`; there are `$absent`, `$exists`, `$min`, `$max`, `$oneOf`, `$matches`, `$not`, `$exactly`, `$every`, `$none`, `$count`, `$cron`, `$lines` and `$json`',
    ],
  ],
  [
    'an operator beside a key',
    '{ replicas: 2 }',
    '{ $count: 2, replicas: 2 }',
    ['23:35: error: a mapping has operators or keys, not both: `$count` stands beside `replicas`'],
  ],
  [
    'a regular expression that RE2 refuses',
    '"^bread:"',
    '"(?<=a)bread"',
    [
      '25:51: error: `$matches` takes a regular expression of RE2, and RE2 says: error parsing regexp: invalid named capture: `(?<=a)bread`',
    ],
  ],
  [
    'a schedule that is none',
    '"0 4 * * *"',
    '"0 4 * *"',
    ['42:43: error: `$cron` takes a cron schedule, as "*/15 * * * *"; this is the text `0 4 * *`'],
  ],
  [
    'a schedule that never comes',
    '"0 4 * * *"',
    '"0 4 31 2 *"',
    ['42:43: error: `$cron` takes a cron schedule; `0 4 31 2 *` never comes'],
  ],
  [
    'a bound that is no quantity',
    '{ replicas: 2 }',
    '{ replicas: { $min: lots } }',
    ['23:42: error: `$min` takes a number or a quantity; this is the text `lots`'],
  ],
  [
    'CEL that does not parse',
    'pods.all(p, has(p.spec))',
    'pods.all(p, has(p.spec)',
    ['38:63: error: not a CEL expression: Expected RPAREN, got EOF'],
  ],
  [
    'CEL about a list that is not read',
    'pods.all(p, has(p.spec))',
    'pod.all(p, has(p.spec))',
    ['38:63: error: the CEL expression speaks of `pod`, which `reads` does not name; did you mean `pods`?'],
  ],
  [
    'a permission without a verb',
    '[get list pods in shop]',
    '[pods in shop]',
    ['37:17: error: "pods in shop" begins with "pods", which is no verb that Kubernetes knows'],
  ],
  [
    'a number that is none',
    'is: 12, as: number',
    'is: dozen, as: number',
    ['34:23: error: the text `dozen` is no number'],
  ],
  [
    'a list that is no set',
    'is: 12, as: number',
    'is: [1, 2], as: number',
    ['34:23: error: a list needs `as: set` (any order) or `as: list`'],
  ],
  [
    'a quantity that is none',
    'is: 12, as: number',
    'is: 12 loaves, as: quantity',
    ['34:23: error: the text `12 loaves` is no quantity, as 500m or 1Gi'],
  ],
  [
    'options without a right one',
    'answer: { is: 12, as: number }',
    'answer: { choose: [{ text: a, because: b }, { text: c, because: d }] }',
    ['34:27: error: no option is `right: true`'],
  ],
  [
    'a misspelt key beside cel',
    'answer: { is: 12, as: number }',
    'answer: { is: { cel: "1", raeds: {} } }',
    ['34:35: error: unknown key `raeds` in `is`; did you mean `reads`?'],
  ],
  [
    'a capability that is unknown',
    'namespaces:\n',
    'needs: [pod-run]\nnamespaces:\n',
    ['7:9: error: unknown capability `pod-run`; did you mean `pods-run`?'],
  ],
  [
    'a file that is missing',
    'apply: start.yaml',
    'apply: strat.yaml',
    ["12:12: error: no file `strat.yaml` in the lab's manifest folder; did you mean `start.yaml`?"],
  ],
  [
    'a file outside the folder',
    'apply: start.yaml',
    'apply: ../start.yaml',
    [
      "12:12: error: `../start.yaml` leads out of the lab's manifest folder: write a path inside it, as accept/other.yaml",
    ],
  ],
  [
    'a variant whose file is missing',
    'accept/other.yaml',
    'accept/others.yaml',
    ["47:15: error: no file `accept/others.yaml` in the lab's manifest folder; did you mean `accept/other.yaml`?"],
  ],
  [
    'a key of the other variant',
    '{ accept: accept/other.yaml }',
    '{ accept: accept/other.yaml, because: x }',
    [
      '47:34: error: unknown key `because` in this entry of `variants`; known here: `accept`, `steps`, `on` and `blind`',
    ],
  ],
  ['a key given twice', 'minutes: 15', 'minutes: 15\nlevel: beginner', ['7:1: error: the key `level` is given twice']],
  [
    'a syntax error alone, whatever else is wrong',
    'minutes: 15',
    'minuets: 15\n bad: [',
    ['6:10: error: not readable: nested mappings are not allowed in compact mappings'],
  ],
])('%s', (_spoilt, from, to, mistakes) => {
  expect(spoilt(from, to)).toEqual(mistakes);
});

test('all mistakes at once, in the order of the file', () => {
  const text = sampleLab.replace('minutes: 15', 'minuets: 15').replace('fails: [bake]', 'fails: [sleep]');
  expect(mistakesOf(text.replace('of: deployment/oven, in: shop', 'of: deployment/oven, in: shpo'))).toEqual([
    '6:1: error: unknown key `minuets`; did you mean `minutes`?',
    '40:47: error: `shpo` is no namespace of this lab; did you mean `shop`?',
    '48:41: error: no task has the id `sleep`: there are `bake` and `count`',
  ]);
});

test('a lab with one namespace need not say which', () => {
  const text = sampleLab
    .replace('  audit: { labels: { team: audit } }\n', '')
    .replaceAll(/, in: (shop|audit)|\n {8}in: shop/g, '');
  expect(mistakesOf(text)).toEqual([]);
});

test('tasks that wait in a ring are named once', () => {
  const text = sampleLab.replace(
    '    text: |\n      The Deployment',
    '    after: [count]\n    text: |\n      The Deployment',
  );
  expect(mistakesOf(text)).toEqual(['18:12: error: tasks `bake` and `count` wait for each other']);
});

test.each<[what: string, text: string, mistakes: readonly string[]]>([
  ['nothing', '', ['1:1: error: not readable: it is empty']],
  [
    'a text',
    'hello',
    ['1:1: error: the file is a mapping with `kubeproctor`, `name` or `title`; this is the text `hello`'],
  ],
  ['two documents', 'a: 1\n---\nb: 1\n', ['2:1: error: not readable: it holds several documents, and a lab is one']],
  ['a tag', 'a: !!js/function x\n', ['1:4: error: not readable: unresolved tag: !!js/function']],
  ['an alias of itself', 'a: &a [*a]\n', ['1:1: error: not readable: its aliases repeat too much, or themselves']],
])('%s is no lab', (_what, text, mistakes) => {
  expect(mistakesOf(text)).toEqual(mistakes);
});

test('a short file cannot become a huge document', () => {
  const lines = Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}]`);
  expect(mistakesOf(['a0: &a0 [x]', ...lines].join('\n'))).toEqual([
    '1:1: error: not readable: its aliases repeat too much, or themselves',
  ]);
});

test.each([
  ['[', 3_000],
  ['- ', 3_000],
  ['[', 60],
])('deep nesting of %j is refused, %i deep', (open, depth) => {
  const text = open === '[' ? open.repeat(depth) + ']'.repeat(depth) : open.repeat(depth);
  expect(mistakesOf(`a:\n ${text}`).map((one) => one.replace(/^\d+:\d+/, ''))).toEqual([
    ': error: not readable: nested more than 48 deep',
  ]);
});

test('a huge file is refused before it is read', () => {
  expect(mistakesOf(`a: ${'x'.repeat(256 * 1024)}`)).toEqual([
    '1:1: error: not readable: the file is longer than 256 KiB',
  ]);
});

test('what a terminal would act on is written out', () => {
  expect(mistakesOf(sampleLab.replace('name: bakery', 'name: "\\e[31m\\u202Ex\\u0085"'))[0]).toBe(
    '2:7: error: `name` is lower-case letters, digits and single hyphens; this is the text `\\u001b[31m\\u202ex\\u0085`',
  );
});
