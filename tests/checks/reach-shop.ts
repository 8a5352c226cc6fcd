import { parse, parseAllDocuments } from 'yaml';
import type { CheckContext, Finding } from '../../src/checks/check-kind.ts';
import { reachKind } from '../../src/checks/kinds/reach.ts';
import { viewOf } from '../../src/checks/view.ts';
import { checkContext } from '../../src/grade/grade-context.ts';
import type { Json } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { checkSchemas } from '../../src/lab/schema/checks.ts';
import { issueSentence } from '../../src/report/sentence.ts';
import type { CopyRecord } from '../../src/snapshot/copy-record.ts';
import type { Answer, Read } from '../../src/snapshot/read.ts';
import { readKey } from '../../src/snapshot/read.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';

/** What the namespaces of a copy hold; further objects are given as YAML. */
const shop = `
${namespace('shop')}
---
${namespace('audit', 'team: audit')}
---
${namespace('kube-system')}
---
${namespace('audit-alice', 'team: audit, kubeproctor.dev/lab: other, kubeproctor.dev/copy: alice')}
---
${pod('db-1', 'shop', 'role: db, app: db', 'postgres 5432, metrics 9187')}
---
${pod('db-2', 'shop', 'role: db, app: db-replica', 'postgres 5432, metrics 9187')}
---
${pod('web-1', 'shop', 'role: frontend, app: web, pod-template-hash: 5d4f')}
---
${pod('web-2', 'shop', 'role: frontend, app: mobile')}
---
${pod('reports-1', 'shop', 'role: reports')}
---
${pod('console-1', 'audit', 'role: frontend')}
`;

export const record: CopyRecord = {
  ...{ format: 1, lab: 'doors', copy: '', startedAt: '2026-01-01T00:00:00Z', isComplete: true, labText: '' },
  ...{ manifests: {}, namespaces: { shop: 'shop', audit: 'audit' }, names: {}, learnerNamespaces: [], exclusive: [] },
  ...{ keepsNamespaces: false, startedWith: [], before: [], answers: {}, hintsTaken: {} },
};

export const context: CheckContext = checkContext(record, 'doors', Date.parse('2026-01-01T01:00:00Z'));

/** Judges `reach:` with a value in YAML, in the shop with further objects; one replaces another of its name. */
export function judgeReach(reach: string, objects = '', without: readonly string[] = []): Finding {
  const check = checkSchemas.reach.parse({ reach: parse(reach) });
  const all = shopWith(objects, without);
  return reachKind.judge(check, viewOf(snapshotOf(reachKind.reads(check, context), all)), context);
}

/** The shop with further objects, in YAML; one replaces another of its name. */
export function shopWith(objects: string, without: readonly string[] = []): readonly KubeObject[] {
  const given = [...objectsOfShop, ...objectsOf(objects)].filter(({ metadata }) => !without.includes(metadata.name));
  return [...new Map(given.map((object) => [identity(object), object])).values()];
}

const identity = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.namespace} ${metadata.name}`;

/** What is said of a finding: `holds`, or a line an issue. */
export function said(finding: Finding): string | readonly string[] {
  if (finding.finding !== 'fails') return finding.finding;
  return finding.issues.map((issue) => `${issue.code}: ${issueSentence(issue).found}`);
}

/** A NetworkPolicy of namespace shop with this spec. */
export const policy = (name: string, spec: string, namespaceName = 'shop'): string =>
  `---\n{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: ${namespaceName} }, spec: ${spec} }\n`;

/** `postgres 5432, metrics 9187`: container ports by name. */
export function pod(name: string, namespaceName: string, labels: string, ports = '', more = ''): string {
  const list = ports
    .split(', ')
    .filter((port) => port !== '')
    .map((port) => `{ name: ${port.split(' ')[0]}, containerPort: ${port.split(' ')[1]} }`);
  const address = `10.244.0.${(name.length + name.charCodeAt(name.length - 1) + name.charCodeAt(0)) % 250}`;
  return `{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: ${namespaceName}, labels: { ${labels} } },
  spec: { nodeName: node-1, containers: [{ name: main, ports: [${list.join(', ')}] }]${more} },
  status: { phase: Running, podIP: ${address}, hostIP: 192.168.0.1, conditions: [{ type: Ready, status: 'True' }] } }`;
}

function namespace(name: string, labels = ''): string {
  return `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, labels: { kubernetes.io/metadata.name: ${name}, ${labels} } } }`;
}

function snapshotOf(reads: readonly Read[], objects: readonly KubeObject[]): Snapshot {
  const answers = reads.map((read): readonly [string, Answer] => {
    if (read.read !== 'list') throw new Error('reach reads lists alone');
    const kind = read.kind.split('.')[0];
    const items = objects.filter(
      (object) => object.kind === kind && (read.namespace ?? object.metadata.namespace) === object.metadata.namespace,
    );
    return [readKey(read), { answer: 'list', items }];
  });
  return {
    takenAt: '2026-01-01T01:00:00Z',
    cluster: { uid: '1', version: 'v1.36.4', context: 'kubeproctor' },
    missingCapabilities: [],
    answers: Object.fromEntries(answers),
  };
}

const objectsOf = (yaml: string): readonly KubeObject[] =>
  parseAllDocuments(yaml)
    .map((document) => document.toJS() as Json)
    .filter((object) => object !== null) as readonly Json[] as readonly KubeObject[]; // written above as such

const objectsOfShop = objectsOf(shop);

/** The Pods of the copy's namespaces. */
export const podsOfShop = objectsOfShop.filter(({ kind }) => kind === 'Pod');
