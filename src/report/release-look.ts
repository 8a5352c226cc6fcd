import type { ReleaseIssue, ReleaseRef } from '../checks/release/told.ts';
import type { CommandFlags } from './command-text.ts';
import { helmCommand, kubectlCommand } from './command-text.ts';

/** The command that shows what an issue about a release speaks of. */
export function lookAtRelease(issue: ReleaseIssue, flags: CommandFlags): string {
  const helm = (verb: string, { name, namespace }: ReleaseRef, ...words: readonly string[]): string =>
    helmCommand(flags, ...verb.split(' '), name, '-n', namespace, ...words);
  switch (issue.code) {
    case 'release_missing':
      return helmCommand(flags, 'list', '-A');
    case 'release_unreadable':
      return kubectlCommand(flags, 'get', 'secrets', '-n', issue.secret.namespace ?? '', '-l', 'owner=helm');
    case 'release_values':
      return helm('get values', issue.release, ...(issue.of === 'values' ? ['--all'] : []));
    case 'release_chart':
      return helm('get metadata', issue.release);
    case 'release_present':
    case 'release_status':
    case 'release_revision':
    case 'release_not_rolled_back':
      return helm('history', issue.release);
    default:
      return issue satisfies never;
  }
}
