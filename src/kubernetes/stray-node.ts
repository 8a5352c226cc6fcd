import type { JsonObject } from './json.ts';
import { valueAt } from './json.ts';
import type { Labels, Requirement } from './label-selector.ts';
import { meetsAll, requirementOf, requirementsOfMap } from './label-selector.ts';
import { mappingsAt } from './pod-template.ts';
import type { NodeShape } from './scheduling.ts';
import { hypotheticalNode, placementObstacles } from './scheduling.ts';

const hostname = 'kubernetes.io/hostname';
const unheardOf = 'something-else';

/**
 * The labels of a node that the scheduler may use although it has those of none of `wanted`; undefined where there can
 * be no such node. Tried is every node that differs in what the Pod or `wanted` speaks of: requirements of one term
 * are about one key each, so keys of which `wanted` does not speak may have any value that the term takes.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity
 */
export function strayNodeLabels(podSpec: JsonObject, wanted: readonly Labels[]): Labels | undefined {
  return termsOf(podSpec)
    .flatMap((requirements) => candidates(requirements, wanted))
    .find(
      (labels) => placementObstacles(podSpec, nodeOf(labels)).length === 0 && !wanted.some((one) => has(labels, one)),
    );
}

/** What a node has to meet, as alternatives: the node selector together with one term of the required affinity. */
function termsOf(podSpec: JsonObject): readonly (readonly Requirement[])[] {
  const selector = requirementsOfMap(podSpec.nodeSelector);
  const path = ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'] as const;
  if (valueAt(podSpec, ...path) === undefined) return [selector];
  return mappingsAt(podSpec, ...path, 'nodeSelectorTerms').map((term) => [
    ...selector,
    ...mappingsAt(term, 'matchExpressions').map(requirementOf),
    ...mappingsAt(term, 'matchFields').map((field) => ({ ...requirementOf(field), key: hostname })), // only metadata.name there
  ]);
}

function candidates(requirements: readonly Requirement[], wanted: readonly Labels[]): readonly Labels[] {
  const wantedKeys = new Set(wanted.flatMap((labels) => Object.keys(labels)));
  const keys = new Set([...wantedKeys, ...requirements.map(({ key }) => key)]);
  return [...keys].reduce<readonly Labels[]>(
    (nodes, key) => {
      const own = requirements.filter((requirement) => requirement.key === key);
      const values = valuesToTry(
        own,
        wanted.map((labels) => labels[key]),
      );
      const taken = values.map((value) => labelled(key, value)).filter((labels) => meetsAll(labels, own));
      return nodes.flatMap((node) =>
        (wantedKeys.has(key) ? taken : taken.slice(0, 1)).map((labels) => ({ ...node, ...labels })),
      );
    },
    [{}],
  );
}

/** Undefined: without this label. Bounds of `Gt` and `Lt` are whole numbers, and left open by their neighbours. */
function valuesToTry(
  requirements: readonly Requirement[],
  wanted: readonly (string | undefined)[],
): readonly (string | undefined)[] {
  const named = requirements.flatMap(({ operator, values }) =>
    operator === 'Gt' || operator === 'Lt' ? values.flatMap(neighbours) : values,
  );
  return [...new Set([undefined, ...named, ...wanted, unheardOf])];
}

function neighbours(bound: string): readonly string[] {
  if (!/^-?\d+$/.test(bound)) return [];
  return [-2n, -1n, 1n, 2n].map((step) => String(BigInt(bound) + step));
}

const labelled = (key: string, value: string | undefined): Labels => (value === undefined ? {} : { [key]: value });

const nodeOf = (labels: Labels): NodeShape => hypotheticalNode(labels[hostname] ?? 'hypothetical', labels, []);

const has = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);
