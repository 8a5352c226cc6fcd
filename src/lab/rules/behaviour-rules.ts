import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { LabFacts } from '../lab-facts.ts';
import type { Finding, Path } from '../mistake.ts';
import { readingMistake } from '../reading-command.ts';

/** Commands only read; names are looked up, and connections tried, in a Pod. */
export function badBehaviour(facts: LabFacts): readonly Finding[] {
  return facts.visits.flatMap(({ path, value, id }): readonly Finding[] => {
    if (id !== 'Check' || !isJsonObject(value)) return [];
    const [exec, dns] = [valueAt(value, 'exec'), valueAt(value, 'dns')];
    return [
      ...(isJsonObject(exec) ? badCommand(exec, [...path, 'exec']) : []),
      ...(isJsonObject(dns) ? badLookup(dns, [...path, 'dns']) : []),
      ...badConfirm(valueAt(value, 'reach', 'confirm'), [...path, 'reach', 'confirm']),
    ];
  });
}

function badCommand({ run, onlyReads }: JsonObject, at: Path): readonly Finding[] {
  if (!Array.isArray(run) || run.length === 0) return [];
  const message = readingMistake(run.map(String), typeof onlyReads === 'string' ? onlyReads : undefined);
  return message === undefined ? [] : [{ rule: 'bad-command', path: [...at, 'run'], message }];
}

const isOfPod = (from: Json | undefined): boolean => typeof from !== 'string' || /^(pods?|po)\//i.test(from);

function badConfirm(confirm: Json | undefined, at: Path): readonly Finding[] {
  if (!isJsonObject(confirm) || isOfPod(confirm.from)) return [];
  const message = '`from` is a Pod: pod/NAME; the Pods of a workload may be of a template that the learner has changed';
  return [{ rule: 'bad-confirm', path: [...at, 'from'], message }];
}

function badLookup({ from, finds, absent }: JsonObject, at: Path): readonly Finding[] {
  return [
    ...(isOfPod(from) ? [] : [{ rule: 'bad-lookup', path: [...at, 'from'], message: '`from` is a Pod: pod/NAME' }]),
    ...(finds !== undefined && absent !== undefined
      ? [
          {
            rule: 'bad-lookup',
            path: [...at, 'absent'],
            part: 'key' as const,
            message: '`absent` does not go with `finds`',
          },
        ]
      : []),
  ];
}
