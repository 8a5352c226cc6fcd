import { expect, test } from 'vitest';
import { listedInMinikube } from '../../src/embedded/minikube-profiles.ts';

/** One line, as minikube 1.38 prints it, shortened within `Config`. */
const printed = (valid: readonly string[], invalid: readonly string[] = []): string => {
  const node = { Name: 'kubeproctor', IP: '192.168.49.2', Port: 8443, ControlPlane: true, Worker: true };
  const profile = (Name: string) => ({
    ...{ Name, Status: 'OK', Config: { Name, Driver: 'docker', Nodes: [node] } },
    ...{ Active: false, ActiveKubeContext: true },
  });
  return JSON.stringify({ invalid: invalid.map(profile), valid: valid.map(profile) });
};

test.each<readonly [string, readonly string[], boolean]>([
  ['no profile yet', ['{"invalid":[],"valid":[]}'], false],
  ['its profile is there', [printed(['minikube', 'kubeproctor'])], true],
  ['another profile, whose node has the name', [printed(['minikube'])], false],
  ['after a warning', ['* minikube 1.39 is available', printed(['kubeproctor'])], true],
  ['another profile is broken', [printed([], ['minikube'])], false],
])('%s', (_, output, isListed) => expect(listedInMinikube(output, 'kubeproctor')).toBe(isListed));

test.each([
  ['its profile is broken', [printed([], ['kubeproctor'])], 'minikube_profile_broken'],
  ['no JSON', ['X Exiting due to HOST_HOME_PERMISSION'], 'minikube_not_understood'],
  ['an error instead', ['{"error":{"Op":"open"}}'], 'minikube_not_understood'],
])('%s: an error with a way out', (_, output, code) => {
  expect(() => listedInMinikube(output, 'kubeproctor')).toThrow(expect.objectContaining({ code }));
});
