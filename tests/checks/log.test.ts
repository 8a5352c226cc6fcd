import { expect, test } from 'vitest';
import { logAnswer } from '../../src/cluster/behaviour/container-log.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { BehaviourRead } from '../../src/snapshot/behaviour/behaviour-read.ts';
import type { LogAnswer } from '../../src/snapshot/behaviour/log-read.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import { behaviourObjects, behaviourResponse, behaviourTime } from '../fixtures/behaviour.ts';
import type { Circumstances } from './judging.ts';
import { brief, changed, evidenceOf, issuesOf, judge } from './judging.ts';
import { testRows } from './test-rows.ts';

function recordedLog(name: string): LogAnswer {
  const answer = logAnswer(behaviourResponse(name));
  if (answer === 'removed') throw new Error(`${name} is no log`);
  return answer;
}
const web = behaviourObjects.filter(({ kind, metadata }) => kind === 'Pod' && metadata.labels?.app === 'web');
const [one = '', two = ''] = web.map(({ metadata }) => metadata.name);
const crash = behaviourObjects.find(({ kind, metadata }) => kind === 'Pod' && metadata.labels?.app === 'crash');

function shopLogs(read: BehaviourRead): Answer {
  if (read.read !== 'log') throw new Error(`no log: ${read.read}`);
  if (read.pod === crash?.metadata.name) {
    const log = recordedLog('log of a run that has ended');
    return read.run === 'ended' ? ({ ...log, exitCode: 3 } as LogAnswer) : log;
  }
  return recordedLog('log of web');
}
const printing =
  (text: string, isCut = false, pod?: string) =>
  (read: BehaviourRead): Answer =>
    read.read === 'log' && (pod === undefined || read.pod === pod) ? { answer: 'log', text, isCut } : shopLogs(read);
const later = new Date(Date.parse(behaviourTime) + 600_000).toISOString();
const judged = (log: JsonObject, circumstances: Circumstances = {}) =>
  judge(
    { log: { in: 'shop', ...log } },
    { objects: behaviourObjects, now: later, behaviour: shopLogs, ...circumstances },
  );
const ofWeb = (more: JsonObject): JsonObject => ({ of: 'deployment/web', container: 'app', ...more });
const error = { $matches: '(?i)error' };

testRows<[name: string, log: JsonObject, brief: string, circumstances?: Circumstances]>(
  [
    ['a line', ofWeb({ has: 'listening on 8080' }), 'holds'],
    ['a part of a line is none', ofWeb({ has: 'listening' }), 'log_lacks'],
    ['a pattern', ofWeb({ has: { $matches: 'on \\d+' } }), 'holds'],
    ['several lines', ofWeb({ has: { $lines: ['listening on 8080', 'reading /etc/site'] } }), 'holds'],
    ['what must not be there', ofWeb({ has: { $not: error } }), 'holds'],
    ['and is', ofWeb({ has: { $not: { $matches: 'listening' } } }), 'log_lacks'],
    ['the container need not be named', { of: 'deployment/web', has: 'listening on 8080' }, 'holds'],
    ['a container that is not there', ofWeb({ container: 'web', has: 'x' }), 'log_missing'],
    ['one of the Pods is enough', ofWeb({ has: 'up' }), 'holds', { behaviour: printing('up\n', false, two) }],
    [
      'not where every one is meant',
      ofWeb({ every: true, has: 'up' }),
      'log_lacks',
      { behaviour: printing('up\n', false, two) },
    ],
    ['every one', ofWeb({ every: true, has: 'listening on 8080' }), 'holds'],
    ['a Pod that never started', { of: 'pod/pull', has: 'x' }, 'log_missing'],
    ['a crash loop', { of: 'deployment/crash', has: 'no config at /etc/app' }, 'holds'],
    ['the crash itself', { of: 'deployment/crash', previous: true, has: { $matches: 'no config' } }, 'holds'],
    ['another crash', { of: 'deployment/crash', previous: true, has: { $matches: 'no table' } }, 'log_lacks'],
    ['no run has ended', ofWeb({ previous: true, has: 'x' }), 'log_missing'],
    ['a part of a log has it', ofWeb({ has: 'up' }), 'holds', { behaviour: printing('up\n', true) }],
    ['a part of a log has it not', ofWeb({ has: 'down' }), 'unknown', { behaviour: printing('up\n', true) }],
    ['nor says what it must not', ofWeb({ has: { $not: error } }), 'unknown', { behaviour: printing('up\n', true) }],
    ['a log that is gone', ofWeb({ has: 'up' }), 'unknown', { behaviour: () => gone }],
    [
      'not started by the time of asking',
      ofWeb({ has: 'up' }),
      'log_missing*',
      { behaviour: () => ({ answer: 'noLog', words: '' }) },
    ],
    ['a moment after it began, it may still come', ofWeb({ has: 'up' }), 'log_lacks*', { now: justBegun() }],
    ['no such workload', { of: 'deployment/wep', has: 'x' }, 'object_missing'],
    ['an empty log', ofWeb({ has: error }), 'log_lacks', { behaviour: printing('') }],
    [
      'a ready Pod on its way out is not asked',
      ofWeb({ every: true, has: 'listening on 8080' }),
      'holds',
      {
        objects: changed(behaviourObjects, `Pod/${one}`, { metadata: { deletionTimestamp: later } }),
        behaviour: printing('x', false, one),
      },
    ],
  ],
  (_, log, wanted, circumstances) => expect(brief(judged(log, circumstances))).toBe(wanted),
);

const gone: Answer = { answer: 'outage', outage: { code: 'gone_meanwhile', detail: 'removed' } };

function justBegun(): string {
  const times = JSON.stringify(web).match(/(?<="startedAt":")[^"]+/g) ?? [];
  return new Date(Math.max(...times.map((time) => Date.parse(time))) + 4_000).toISOString();
}

/** The Pods of `web` of which one has finished, as those of a Job would, and as one that was evicted. */
const [ofJob = [], ofDeployment = []] = ['Never', 'Always'].map((restartPolicy) => {
  const finished = changed(behaviourObjects, `Pod/${one}`, { status: { phase: 'Succeeded' } });
  return [one, two].reduce((objects, name) => changed(objects, `Pod/${name}`, { spec: { restartPolicy } }), finished);
});
const done = printing('done\n', false, one);

testRows<[name: string, log: JsonObject, brief: string, circumstances: Circumstances]>(
  [
    ['a finished Pod of a Job', ofWeb({ has: 'done' }), 'holds', { objects: ofJob }],
    [
      'every one of a Job, the finished too',
      ofWeb({ every: true, has: 'listening on 8080' }),
      'log_lacks',
      { objects: ofJob },
    ],
    ['not a finished one that has a successor', ofWeb({ has: 'done' }), 'log_lacks', { objects: ofDeployment }],
  ],
  (_, log, wanted, circumstances) => expect(brief(judged(log, { ...circumstances, behaviour: done }))).toBe(wanted),
);

test('what is told of a crash', () => {
  const log = { pod: { kind: 'Pod', name: crash?.metadata.name, namespace: 'shop' }, container: 'app', run: 'ended' };
  expect(issuesOf(judged({ of: 'deployment/crash', previous: true, has: { $matches: 'no table' } }))).toEqual([
    {
      ...{ code: 'log_lacks', wanted: { $matches: 'no table' }, exitCode: 3, isMoving: false },
      ...{ log: { ...log, isPrevious: false }, line: 'no config at /etc/app' },
    },
  ]);
});

test('a pass shows the line that was wanted, without credentials', () => {
  const behaviour = printing('first\ntoken=abcdef is up\nlast\n');
  const [evidence] = evidenceOf(judged(ofWeb({ has: { $matches: 'is up' } }), { behaviour }));
  expect(evidence).toEqual({
    ...{ code: 'log', line: 'token=[secret] is up' },
    log: { pod: { kind: 'Pod', name: one, namespace: 'shop' }, container: 'app', run: 'current', isPrevious: false },
  });
});
