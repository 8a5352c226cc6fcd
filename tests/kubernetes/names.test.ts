import { describe, expect, test } from 'vitest';
import { commandAnswer } from '../../src/cluster/behaviour/run-command.ts';
import { nslookupAnswer } from '../../src/kubernetes/nslookup-output.ts';
import { namesTried, parseResolverSettings } from '../../src/kubernetes/resolver.ts';
import { testRows } from '../checks/test-rows.ts';
import { behaviourCommand } from '../fixtures/behaviour.ts';

function recorded(name: string): string {
  const answer = commandAnswer(behaviourCommand(name));
  if (answer.answer !== 'command') throw new Error(`${name} did not run`);
  return answer.output;
}

describe('the settings of a Pod', () => {
  const settings = parseResolverSettings(recorded('settings'));

  test('as the kubelet writes them', () => {
    const search = ['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local'];
    expect(settings).toEqual({ search, ndots: 5 });
  });

  test('the last line of a keyword counts, and one dot is enough by default', () => {
    expect(parseResolverSettings('search a b\n# x\nsearch c.\noptions timeout:1 ndots:x\n')).toEqual({
      ...{ search: ['c.'], ndots: 1 },
    });
  });

  test.each<[name: string, ndots: number, tried: readonly string[]]>([
    ['web', 5, ['web.a.', 'web.b.', 'web.']],
    ['web.shop', 5, ['web.shop.a.', 'web.shop.b.', 'web.shop.']],
    ['web.shop', 1, ['web.shop.', 'web.shop.a.', 'web.shop.b.']],
    ['web.shop.', 5, ['web.shop.']],
  ])('%s with ndots %i', (name, ndots, tried) => {
    expect(namesTried(name, { search: ['a', 'b.'], ndots })).toEqual(tried);
  });
});

const bind = `Server:\t\t10.96.0.10
Address:\t10.96.0.10#53

Name:\tweb.shop.svc.cluster.local
Address: 10.96.0.7
Name:\tweb.shop.svc.cluster.local
Address: fd00::7
`;
const oldBusybox = `Server:    10.96.0.10
Address 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local

Name:      web
Address 1: 10.96.0.7 web.shop.svc.cluster.local
`;

describe('what nslookup says', () => {
  testRows<[name: string, output: string, answer: ReturnType<typeof nslookupAnswer>]>(
    [
      ['of no name', recorded('no name'), { found: 'nothing' }],
      ['of both families, by BIND', bind, { found: 'addresses', addresses: ['10.96.0.7', 'fd00::7'] }],
      ['by an old busybox', oldBusybox, { found: 'addresses', addresses: ['10.96.0.7'] }],
      [
        'of a name without addresses',
        "Server:\tx\nAddress:\t10.96.0.10:53\n\n*** Can't find web: No answer\n",
        { found: 'nothing' },
      ],
      [
        'of a server in trouble',
        "Server:\tx\nAddress:\t10.96.0.10:53\n\n** server can't find web.: SERVFAIL\n",
        { found: 'trouble', words: "** server can't find web.: SERVFAIL" },
      ],
      [
        'of a server that is silent',
        ';; connection timed out; no servers could be reached\n',
        { found: 'trouble', words: ';; connection timed out; no servers could be reached' },
      ],
      ['of nothing', '', { found: 'trouble', words: 'nslookup says neither an address nor that there is none' }],
    ],
    (_, output, answer) => expect(nslookupAnswer(output)).toEqual(answer),
  );

  test.each(['name of a Service', 'name without its domain'])('%s', (name) => {
    const answer = nslookupAnswer(recorded(name));
    expect(answer).toEqual({ found: 'addresses', addresses: [expect.stringMatching(/^10\.96\.\d+\.\d+$/)] });
  });

  test('name of Pods', () => {
    const pod = expect.stringMatching(/^10\.244\.\d\.\d+$/);
    expect(nslookupAnswer(recorded('name of Pods'))).toEqual({ found: 'addresses', addresses: [pod, pod] });
  });
});
