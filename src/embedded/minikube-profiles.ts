import { z } from 'zod';
import { UserError } from '../user-error.ts';

const profiles = z.array(z.object({ Name: z.string() }));
const listing = z.object({ valid: profiles, invalid: profiles });

/**
 * Whether minikube knows a usable profile of this name, from what `minikube profile list -o json` prints: one line.
 * @throws UserError `minikube_profile_broken`, `minikube_not_understood`.
 */
export function listedInMinikube(output: readonly string[], name: string): boolean {
  const { valid, invalid } = parsed(output);
  if (valid.some(({ Name }) => Name === name)) return true;
  if (!invalid.some(({ Name }) => Name === name)) return false;
  throw new UserError('minikube_profile_broken', `minikube has a profile ${name} that it cannot use.`, {
    wayOut: `If nothing in it is dear to you: minikube delete -p ${name}`,
    exitCode: 1,
  });
}

function parsed(output: readonly string[]): z.output<typeof listing> {
  try {
    return listing.parse(JSON.parse(output.find((line) => line.startsWith('{')) ?? ''));
  } catch (cause) {
    throw new UserError('minikube_not_understood', 'minikube profile list did not print its profiles as JSON.', {
      wayOut: 'kubeproctor up, without --minikube, needs no container engine.',
      exitCode: 3,
      cause,
    });
  }
}
