import { describe, expect, test } from 'vitest';
import {
  commandText,
  flagsAbout,
  kubectlCommand,
  kubeproctorCommand,
  withFlags,
} from '../../src/report/command-text.ts';

test.each([
  [['kubectl', 'get', 'pods', '-n', 'shop'], 'kubectl get pods -n shop'],
  [['-l', 'app=web,tier in (a,b)'], "-l 'app=web,tier in (a,b)'"],
  [["it's"], "'it'\\''s'"],
  [[''], "''"],
  [['$(rm -rf /)'], "'$(rm -rf /)'"],
])('%j is quoted for a shell', (words, expected) => {
  expect(commandText(words)).toBe(expected);
});

test('kubectl commands carry the context and the kubeconfig', () => {
  const flags = { context: 'kind-lab', kubeconfig: '/a b/config', copy: 'alice' };
  expect(kubectlCommand(flags, 'get', 'pods')).toBe("kubectl --kubeconfig '/a b/config' --context kind-lab get pods");
});

test('our own commands carry the copy too', () => {
  expect(kubeproctorCommand(flagsAbout({ copy: 'alice' }, { context: 'x' }), 'check')).toBe(
    'kubeproctor --context x check --copy alice',
  );
  expect(kubeproctorCommand(flagsAbout({ copy: '' }, {}), 'check')).toBe('kubeproctor check');
});

describe('withFlags', () => {
  test('every kubectl of a script gets the flags, a mention does not', () => {
    const script = '# kubectl is said here\nkubectl get a | kubectl apply -f - && kubectl b; (kubectl c)\necho kubectl';
    expect(withFlags(script, { context: 'x' })).toBe(
      '# kubectl is said here\nkubectl --context x get a | kubectl --context x apply -f - && kubectl --context x b; (kubectl --context x c)\necho kubectl',
    );
  });

  test('without flags nothing changes', () => {
    expect(withFlags('kubectl get a', {})).toBe('kubectl get a');
  });
});
