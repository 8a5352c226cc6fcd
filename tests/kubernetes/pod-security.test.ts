import { expect, test } from 'vitest';
import { podSecurityLevelOf } from '../../src/kubernetes/pod-security.ts';
import { podSecurityCases } from './pod-security-cases.ts';

// tests/integration/pod-security.test.ts asks a real API server the same.
test.each(podSecurityCases)('%s', (_name, podSpec, level) => expect(podSecurityLevelOf(podSpec)).toBe(level));

test.each([
  ['unconfined', 'privileged'],
  ['runtime/default', 'baseline'],
  ['localhost/p', 'baseline'],
])('AppArmor %s by an annotation', (profile, level) =>
  expect(
    podSecurityLevelOf(
      { containers: [{ name: 'c' }] },
      { 'container.apparmor.security.beta.kubernetes.io/c': profile },
    ),
  ).toBe(level),
);
