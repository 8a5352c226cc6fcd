import { nslookupAnswer } from '../../kubernetes/nslookup-output.ts';
import { namesTried, parseResolverSettings } from '../../kubernetes/resolver.ts';
import type { CommandAnswer } from '../../snapshot/behaviour/command-read.ts';
import type { LookupAnswer, LookupRead } from '../../snapshot/behaviour/lookup-read.ts';
import type { ClusterClient } from '../client.ts';
import type { ReadOptions } from '../reads.ts';
import { noAnswer } from './no-answer.ts';
import { requireRunning, runInContainer } from './run-command.ts';

/**
 * Looks a name up as the resolver of a program in that container would: busybox' nslookup leaves the search domains out
 * once there is a dot in the name, so that each full name is asked for by itself, in the resolver's order.
 * @throws OutageError where the name server did not answer: a broken one and one that is out of reach look the same.
 */
export async function lookUp(client: ClusterClient, read: LookupRead, options: ReadOptions): Promise<LookupAnswer> {
  await requireRunning(client, read, options);
  const run = (...words: readonly string[]): Promise<CommandAnswer> =>
    runInContainer(client, { ...read, run: words }, options);
  const settings = await run('cat', '/etc/resolv.conf');
  if (settings.answer === 'notRun') return settings;
  const asked: string[] = [];
  for (const name of namesTried(read.name, parseResolverSettings(settings.output))) {
    const answer = await run('nslookup', name);
    if (answer.answer === 'notRun') return answer;
    asked.push(name);
    const said = nslookupAnswer(`${answer.output}\n${answer.errors}`);
    if (said.found === 'trouble') throw noAnswer(`nslookup ${name}: ${said.words}`);
    if (said.found === 'addresses') return { answer: 'lookup', asked, found: name, addresses: said.addresses };
  }
  return { answer: 'lookup', asked, addresses: [] };
}
