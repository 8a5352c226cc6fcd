import type { ToldTrouble } from '../checks/troubles.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import type { CommandFlags } from './command-text.ts';
import { kubectlCommand } from './command-text.ts';
import { kindWord } from './object-text.ts';

/** The command that shows it: the log for what a program did, else what the cluster has to say. */
export function lookAtTrouble(trouble: ToldTrouble, flags: CommandFlags): string {
  const { object } = trouble;
  switch (trouble.code) {
    case 'crash':
    case 'ends':
    case 'init_goes_on': {
      if (trouble.code !== 'init_goes_on' && trouble.hasNoLog) return describe();
      const isEarlier = trouble.code !== 'init_goes_on' && trouble.isEarlier;
      const of = [object.name, '-c', trouble.container, ...(isEarlier ? ['--previous'] : []), ...placeOf(object)];
      return kubectlCommand(flags, 'logs', ...of);
    }
    case 'node_not_ready':
      return kubectlCommand(flags, 'describe', 'node', trouble.node);
    case 'node_missing':
      return kubectlCommand(flags, 'get', 'nodes');
    case 'pods_refused':
      return kubectlCommand(flags, 'get', 'events', ...placeOf(object), '--field-selector', 'reason=FailedCreate');
    case 'held':
    case 'namespace_held':
      return kubectlCommand(flags, 'get', kindWord(object.kind), object.name, ...placeOf(object), '-o', 'yaml');
    default:
      return describe();
  }

  function describe(): string {
    return kubectlCommand(flags, 'describe', kindWord(object.kind), object.name, ...placeOf(object));
  }
}

const placeOf = ({ namespace }: ObjectRef): readonly string[] => (namespace === undefined ? [] : ['-n', namespace]);
