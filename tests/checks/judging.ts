import type { Evidence, Issue } from '../../src/checks/issue.ts';
import { checkContext } from '../../src/grade/grade-context.ts';
import type { CheckOutcome } from '../../src/grade/judge-check.ts';
import { judgeCheck } from '../../src/grade/judge-check.ts';
import { planFollowUps, planReads } from '../../src/grade/plan-reads.ts';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import { isJsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { builtInKind, canonicalKind } from '../../src/kubernetes/resource-kind.ts';
import { check as checkSchema } from '../../src/lab/schema/checks.ts';
import type { Lab } from '../../src/lab/schema/lab.ts';
import { labSchema } from '../../src/lab/schema/lab.ts';
import type { BehaviourRead } from '../../src/snapshot/behaviour/behaviour-read.ts';
import type { CopyRecord } from '../../src/snapshot/copy-record.ts';
import type { DryRunRead } from '../../src/snapshot/dry-run.ts';
import type { Answer, Read, ReviewRead } from '../../src/snapshot/read.ts';
import { readKey } from '../../src/snapshot/read.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { shop, shopTime } from '../fixtures/real-objects.ts';
import { servedResources } from '../fixtures/served-resources.ts';

export const record: CopyRecord = {
  ...{ format: 1, lab: 'sample', copy: '', startedAt: '2026-11-23T06:00:00Z', isComplete: true, labText: '' },
  ...{ manifests: {}, namespaces: { shop: 'shop', back: 'backroom' }, names: {}, learnerNamespaces: [], exclusive: [] },
  ...{ keepsNamespaces: false, startedWith: [], before: [], answers: {}, hintsTaken: {} },
};

export interface Circumstances {
  /** What the cluster holds; default the recorded namespace `shop`. */
  readonly objects?: readonly KubeObject[];
  readonly now?: string;
  readonly record?: Partial<CopyRecord>;
  readonly review?: (read: ReviewRead) => boolean;
  /** API groups whose server does not answer. */
  readonly silentGroups?: readonly string[];
  /** Default: admitted. */
  readonly dryRun?: (read: DryRunRead) => Answer;
  /** Default: no answer. */
  readonly behaviour?: (read: BehaviourRead) => Answer;
}

/** Judges one check, written as in a lab file, as grading does: lists, follow-ups, what is nearby, judge. */
export function judge(check: Json, circumstances: Circumstances = {}): CheckOutcome {
  const lab = labOf([{ id: 'task', checks: [check] }]);
  const known = { ...record, ...circumstances.record };
  const context = checkContext(known, 'task', Date.parse(circumstances.now ?? shopTime));
  return judgeCheck(checkSchema.parse(check), snapshotFor(lab, circumstances), context);
}

/** A lab of these tasks, written as in a lab file. */
export const labOf = (tasks: readonly JsonObject[]): Lab =>
  labSchema.parse({
    ...{ kubeproctor: 1, name: 'sample', title: 'A sample', topic: 'sample', level: 'beginner', minutes: 1 },
    ...{ namespaces: { shop: {}, back: {} }, story: '', solution: { commands: '', steps: [{ apply: 'x.yaml' }] } },
    tasks: tasks.map((task) => ({ title: '', text: '', ...task })),
  });

/** The answers to both rounds of reads. */
export function snapshotFor(lab: Lab, circumstances: Circumstances = {}): Snapshot {
  const known = { ...record, ...circumstances.record };
  const lists = planReads(lab, known);
  const followUps = planFollowUps(lab, known, snapshotOf(lists, circumstances));
  return snapshotOf([...lists, ...followUps], circumstances);
}

/** `holds`, `holds, moving`, or the codes of the issues, starred where they are moving. */
export function brief(outcome: CheckOutcome): string {
  if (outcome.finding === 'holds') return outcome.isMoving ? 'holds, moving' : 'holds';
  if (outcome.finding !== 'fails') return outcome.finding;
  return outcome.issues.map(({ code, isMoving }) => (isMoving ? `${code}*` : code)).join(' ');
}

export function evidenceOf(outcome: CheckOutcome): readonly Evidence[] {
  if (outcome.finding !== 'holds') throw new Error(`no pass: ${JSON.stringify(outcome)}`);
  return outcome.evidence;
}

export function issuesOf(outcome: CheckOutcome): readonly Issue[] {
  if (outcome.finding !== 'fails') throw new Error(`no failure: ${JSON.stringify(outcome)}`);
  return outcome.issues;
}

function snapshotOf(reads: readonly Read[], circumstances: Circumstances = {}): Snapshot {
  return {
    takenAt: circumstances.now ?? shopTime,
    cluster: { uid: 'u', version: 'v1.36.4', context: 'test' },
    missingCapabilities: [],
    answers: Object.fromEntries(reads.map((read) => [readKey(read), answerTo(read, circumstances)])),
  };
}

function answerTo(
  read: Read,
  { objects = shop, review = () => false, silentGroups = [], dryRun = admitted, behaviour = silent }: Circumstances,
): Answer {
  if (read.read === 'review') return { answer: 'review', isAllowed: review(read), reason: '' };
  if (read.read === 'dryRun') return dryRun(read);
  if (read.read === 'resources') return resourcesAnswer(read.group, silentGroups);
  if (read.read !== 'list') return behaviour(read);
  const isEverywhere = read.namespace === undefined && builtInKind(read.kind)?.isNamespaced === true;
  const items = objects.filter(
    ({ kind, metadata }) =>
      canonicalKind(kind) === read.kind && (isEverywhere || metadata.namespace === read.namespace),
  );
  return read.kind.endsWith('.example.com') ? { answer: 'absentKind' } : { answer: 'list', items };
}

function resourcesAnswer(group: string | undefined, silentGroups: readonly string[]): Answer {
  if (group !== undefined && silentGroups.includes(group))
    return { answer: 'outage', outage: { code: 'discovery', detail: 'it does not answer' } };
  const resources = group === undefined ? servedResources : servedResources.filter((one) => one.group === group);
  return { answer: 'resources', resources, unansweredGroups: group === undefined ? silentGroups : [] };
}
const silent = (): Answer => ({ answer: 'outage', outage: { code: 'no_answer', detail: 'nobody was asked' } });
const admitted = (): Answer => ({ answer: 'admitted', warnings: [] });

/** The objects with this one changed: mappings are merged, `null` removes, everything else takes the place of what was. */
export function changed(objects: readonly KubeObject[], ref: string, patch: JsonObject): readonly KubeObject[] {
  const [kind, name] = ref.split('/');
  const isMeant = (object: KubeObject): boolean => object.kind === kind && object.metadata.name === name;
  if (!objects.some(isMeant)) throw new Error(`no ${ref} to change`);
  return objects.map((object) => (isMeant(object) ? (merged(object, patch) as KubeObject) : object));
}

export const without = (objects: readonly KubeObject[], ref: string): readonly KubeObject[] =>
  objects.filter(({ kind, metadata }) => `${kind}/${metadata.name}` !== ref);

function merged(value: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const base = isJsonObject(value) ? value : {};
  const kept = Object.entries(base).filter(([key]) => patch[key] !== null);
  const set = Object.entries(patch).flatMap(([key, inner]) =>
    inner === null ? [] : [[key, merged(base[key], inner)] as const],
  );
  return Object.fromEntries([...kept, ...set]);
}
