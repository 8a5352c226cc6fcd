import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { buildIfChanged } from '../../scripts/build-if-changed.ts';
import { connect } from '../../src/cluster/connect.ts';
import { clusterIdentity } from '../../src/cluster/identity.ts';
import type { GradedCluster, GradeRequest } from '../../src/commands/parts/grade-copy.ts';
import { gradeCopy } from '../../src/commands/parts/grade-copy.ts';
import { labOfRecord } from '../../src/commands/parts/lab-of-record.ts';
import type { Report } from '../../src/grade/report.ts';
import { exitCodeOf } from '../../src/grade/score.ts';
import { listCopies } from '../../src/session/list-copies.ts';
import { loadCopy } from '../../src/session/record.ts';
import type { MisbehavingProxy, Misbehaviour, Rule } from './misbehaving-proxy.ts';
import { startMisbehavingProxy } from './misbehaving-proxy.ts';
import { machine } from './run-binary.ts';
import { connectToShared, sessionOn } from './session-cluster.ts';

/** A lab with reviews, half solved, so that some tasks pass and some fail; graded through a proxy that misbehaves. */
const learner = machine(inject('binaries'), { KUBECONFIG: inject('kubeconfig') });
const copy = 'weather';
const namespace = `library-${copy}`;
let proxy: MisbehavingProxy;
let through: GradedCluster;
let request: GradeRequest;
let whole: Report;

beforeAll(async () => {
  buildIfChanged();
  expect((await learner.kubeproctor(`start rbac --copy ${copy} --yes`)).code).toBe(0);
  await learner.kubectl(`create serviceaccount reporter -n ${namespace}`);
  await learner.kubectl(`create role see --verb=get,list,watch --resource=pods,pods/log -n ${namespace}`);
  await learner.kubectl(`create rolebinding see --role=see --serviceaccount=${namespace}:reporter -n ${namespace}`);
  const client = await connectToShared();
  const { copies } = await listCopies(client, { alsoIn: [] });
  const storedIn = copies.find((one) => one.copy === copy)?.storedIn ?? '';
  const { record } = (await loadCopy(client, { lab: 'rbac', copy }, storedIn)) ?? {};
  if (record === undefined) throw new Error('the copy has no record');
  request = { lab: labOfRecord(record), record };
  const identity = await clusterIdentity(client);
  whole = (await gradeCopy({ ...sessionOn(client).context, client, identity }, request)).report;
  client.close();
  proxy = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig') });
  const disturbed = await connect({ kubeconfig: proxy.kubeconfig, env: {} });
  through = { ...sessionOn(disturbed).context, client: disturbed, identity };
});

afterAll(async () => {
  through?.client.close();
  await proxy?.[Symbol.asyncDispose]();
  await learner.kubeproctor(`stop rbac --copy ${copy} --no-wait`);
});

test('undisturbed some tasks pass, some fail, and the proxy changes nothing', async () => {
  const report = await reportUnder(() => undefined);
  expect(verdicts(report)).toEqual(verdicts(whole));
  expect(new Set(Object.values(verdicts(whole)))).toEqual(new Set(['passed', 'failed']));
});

describe('whichever answer is spoilt, no verdict turns into another', () => {
  test.each<readonly [string, Misbehaviour]>([
    ['cut in its body', { do: 'cut', in: 'body' }],
    ['cut in its head', { do: 'cut', in: 'head' }],
    ['half of it under 200', { do: 'halve' }],
    ['403 instead', { do: 'answer', status: 403, body: '{"kind":"Status","reason":"Forbidden","message":"no"}' }],
    ['500 instead', { do: 'answer', status: 500, body: 'oops' }],
    ['an empty object instead', { do: 'answer', status: 200, body: '{}' }],
  ])('%s', async (_title, misbehaviour) => {
    await reportUnder(() => undefined);
    const count = proxy.requests.length;
    const wrong: string[] = [];
    let unknown = 0;
    for (let nth = 1; nth <= count; nth++) {
      const report = await reportUnder(({ number }) => (number === nth ? misbehaviour : undefined));
      wrong.push(...surprises(report).map((surprise) => `answer ${nth}: ${surprise}`));
      if (report.tasks.some(({ verdict }) => verdict.verdict === 'unknown')) unknown += 1;
    }
    expect(wrong).toEqual([]);
    // a cut in the head is asked again; every other spoilt answer that a check needs leaves a task unknown
    expect(unknown > 0).toBe(misbehaviour.do !== 'cut' || misbehaviour.in === 'body');
  });
});

describe('the built binary', () => {
  const check = (rule: Rule) => {
    proxy.misbehave(rule);
    return learner.kubeproctor(`check rbac --copy ${copy} --kubeconfig ${proxy.kubeconfig} --yes --wait 0`);
  };
  const refusePods: Rule = ({ path, method }) =>
    method === 'POST' && path.includes('localsubjectaccessreviews')
      ? {
          do: 'answer',
          status: 403,
          body: '{"kind":"Status","reason":"Forbidden","message":"reviews are not for you"}',
        }
      : undefined;

  test('says what could not be told, and still fails what is wrong', async () => {
    const { code, stdout } = await check(refusePods);
    expect(code).toBe(1);
    await expect(stdout.replaceAll(proxy.kubeconfig, 'KUBECONFIG')).toMatchFileSnapshot(
      './golden/check-forbidden-reviews.txt',
    );
  });

  test('a cluster that is not for practice is left alone', async () => {
    proxy.misbehave(() => undefined);
    const stranger = machine(inject('binaries'));
    const { code, stdout, stderr } = await stranger.kubeproctor(`check rbac --kubeconfig ${proxy.kubeconfig}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.replace(/127\.0\.0\.1:\d+/, 'SERVER')).toMatchInlineSnapshot(`
      "Nothing was done on the cluster of context misbehaving (https://SERVER): it may not be one to practise on. Nothing marks its node node-1 as one of kind, k3d, minikube or the like.
        If it is, say so with --yes; otherwise choose another with --context, or make one: kubeproctor up
      "
    `);
    expect(proxy.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test.each<readonly [string, string]>([
    ['no context', '--context nowhere'],
    ['no kubeconfig', '--kubeconfig /nowhere'],
  ])('%s', async (_title, flags) => {
    const { code, stdout, stderr } = await machine(inject('binaries')).kubeproctor(`check rbac ${flags}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatchSnapshot();
  });

  test('an expired certificate', async () => {
    await using expired = await startMisbehavingProxy({ kubeconfig: inject('kubeconfig'), certificate: 'expired' });
    const { code, stdout, stderr } = await learner.kubeproctor(
      `check rbac --copy ${copy} --kubeconfig ${expired.kubeconfig} --yes`,
    );
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr.replaceAll(/127\.0\.0\.1:\d+/g, 'SERVER')).toMatchInlineSnapshot(`
      "The connection could not be secured (the API server's certificate has expired).
        Do your credentials still work? kubectl get namespaces
      "
    `);
  });
});

async function reportUnder(rule: Rule): Promise<Report> {
  proxy.misbehave(rule);
  return (await gradeCopy(through, request)).report;
}

const verdicts = ({ tasks }: Report) => Object.fromEntries(tasks.map(({ id, verdict }) => [id, verdict.verdict]));

/** A verdict other than before that is not unknown, a range without the whole score, or a wrong exit code. */
function surprises(report: Report): readonly string[] {
  const before = verdicts(whole);
  const now = verdicts(report);
  const changed = Object.keys(now).filter((id) => now[id] !== before[id] && now[id] !== 'unknown');
  const holds = report.score.min <= whole.score.min && whole.score.max <= report.score.max;
  const expected = Object.values(now).includes('failed') ? 1 : 3;
  return [
    ...changed.map((id) => `${id} ${before[id]} → ${now[id]}`),
    ...(holds ? [] : ['the range of points leaves out the whole score']),
    ...(exitCodeOf(report) === expected ? [] : [`exit code ${exitCodeOf(report)}`]),
  ];
}
