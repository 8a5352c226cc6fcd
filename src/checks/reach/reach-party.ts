import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { Labels } from '../../kubernetes/label-selector.ts';
import { requirementsOfMap } from '../../kubernetes/label-selector.ts';
import type { Endpoint, PodEndpoint } from '../../kubernetes/network-policy/endpoint.ts';
import { addressEndpoint, hypotheticalPod } from '../../kubernetes/network-policy/endpoint.ts';
import type { IpBlock } from '../../kubernetes/network-policy/ip-block.ts';
import {
  addressSamples,
  addressText,
  blockHolds,
  isInBlock,
  parseBlock,
  parseRange,
} from '../../kubernetes/network-policy/ip-block.ts';
import { mayHoldPod } from '../../kubernetes/network-policy/peer-match.ts';
import { satisfyingLabels, spokenOf } from '../../kubernetes/network-policy/satisfying-labels.ts';
import type { NamespaceInWorld } from '../../kubernetes/network-policy/witnesses.ts';
import { namespaceNamed, otherNamespace, outsideAddresses } from '../../kubernetes/network-policy/witnesses.ts';
import type { NamespaceRef } from '../../lab/schema/common.ts';
import type { CheckContext } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';
import type { Issue } from '../issue.ts';
import type { View } from '../view.ts';
import type { ReachWorld } from './reach-world.ts';
import { inWorld } from './reach-world.ts';
import { backendsOf } from './service-backends.ts';
import type { ReachActor } from './told.ts';

/** Who a row, or the check itself, speaks of. */
export interface Party {
  readonly told: ReachActor;
  /** Those for which a wanted connection is tried: who is there, or else who there might be. */
  readonly asked: readonly Endpoint[];
  /** Those for which an unwanted one is: who is there and who there might be. */
  readonly feared: readonly Endpoint[];
  readonly isMeant: (endpoint: Endpoint) => boolean;
  /** Of a block: a Pod that a network plug-in may take to be in it. */
  readonly mayMean?: (endpoint: Endpoint) => boolean;
  /** Where it is a Service: its ports are meant. */
  readonly service?: KubeObject;
  /** Nothing is there that a wanted connection could reach. */
  readonly notReady?: Issue;
}

export type PartySpec =
  | {
      readonly pods: Labels;
      readonly except?: Labels | undefined;
      readonly later?: true | undefined;
      readonly in?: NamespaceRef | undefined;
    }
  | { readonly service: string; readonly in?: NamespaceRef | undefined }
  | {
      readonly labels?: Labels | undefined;
      readonly except?: Labels | undefined;
      readonly in?: NamespaceRef | undefined;
    }
  | { readonly labels?: Labels | undefined; readonly namespace: { readonly labels: Labels } }
  | { readonly ip: string; readonly except?: readonly string[] | undefined }
  | { readonly anyone: true };

export interface PartyContext {
  readonly world: ReachWorld;
  readonly view: View;
  readonly context: CheckContext;
  /** Blocks of the policies: an address of each kind that they tell apart is tried. */
  readonly blocks: readonly IpBlock[];
}

export function partyOf(spec: PartySpec, within: PartyContext): Party | { readonly issue: Issue } {
  const { world, context } = within;
  if ('service' in spec) return serviceParty(spec.service, context.namespaceOf(spec.in), within);
  if ('ip' in spec) return addressParty(spec.ip, spec.except ?? [], within);
  if ('anyone' in spec) return anyone(world);
  if ('namespace' in spec) return podsElsewhere(spec.labels ?? {}, spec.namespace.labels, world);
  const labels = 'pods' in spec ? spec.pods : (spec.labels ?? {});
  const namespace = inWorld(context.namespaceOf(spec.in), world.namespaces);
  const party = podParty({ labels, except: spec.except }, namespace, world);
  if (!('later' in spec) || spec.later !== true) return party;
  const all = [...party.feared, ...laterPods(labels, spec.except ?? {}, namespace, world).filter(party.isMeant)];
  return { ...party, asked: all, feared: all };
}

function podParty(
  { labels, except }: { readonly labels: Labels; readonly except: Labels | undefined },
  namespace: NamespaceInWorld,
  { pods }: ReachWorld,
): Party {
  const isMeant = (end: Endpoint): boolean =>
    end.endpoint === 'pod' &&
    end.namespace === namespace.name &&
    hasLabels(end.labels, labels) &&
    (except === undefined || !hasLabels(end.labels, except));
  const there = pods.filter(isMeant);
  const possible = hypotheticalPod(namespace.name, namespace.labels, labels);
  return {
    told: { actor: 'pods', labels, namespace: namespace.name, ...(except === undefined ? {} : { except }) },
    asked: there.length > 0 ? there : [possible],
    feared: [...there, possible],
    isMeant,
  };
}

/** Pods to come: of every kind that the selectors of the policies there, and who is excepted, tell apart. */
function laterPods(
  labels: Labels,
  except: Labels,
  { name, labels: own }: NamespaceInWorld,
  { policies }: ReachWorld,
): readonly PodEndpoint[] {
  const selectors = policies.filter(({ namespace }) => namespace === name).map(({ podSelector }) => podSelector);
  const further = spokenOf([...selectors, requirementsOfMap(except)]);
  return satisfyingLabels(requirementsOfMap(labels), { avoid: new Map(), further }).map((kind) =>
    hypotheticalPod(name, own, kind),
  );
}

/** Pods of any namespace with these labels: of those there are, and of one that there might be. */
function podsElsewhere(labels: Labels, namespaceLabels: Labels, { namespaces, pods }: ReachWorld): Party {
  const isMeant = (end: Endpoint): boolean =>
    end.endpoint === 'pod' && hasLabels(end.namespaceLabels, namespaceLabels) && hasLabels(end.labels, labels);
  const there = namespaces.filter((namespace) => hasLabels(namespace.labels, namespaceLabels));
  const name = namespaceLabels['kubernetes.io/metadata.name'] ?? otherNamespace;
  const isNew = !namespaces.some((namespace) => namespace.name === name);
  const possible = [...there, ...(isNew ? [namespaceNamed(name, namespaceLabels)] : [])].map((namespace) =>
    hypotheticalPod(namespace.name, namespace.labels, labels),
  );
  const all = [...pods.filter(isMeant), ...possible];
  return { told: { actor: 'pods_elsewhere', labels, namespaceLabels }, asked: all, feared: all, isMeant };
}

/** But for Pods on the network of their node, of which no policy that means them can be sure. */
function anyone({ namespaces, pods, podAddresses }: ReachWorld): Party {
  const strangers = [...namespaces, namespaceNamed(otherNamespace)].map((namespace) =>
    hypotheticalPod(namespace.name, namespace.labels, {}),
  );
  const own = pods.filter(({ isHostNetwork }) => !isHostNetwork);
  const all = [...own, ...strangers, ...outsideAddresses(podAddresses)];
  return { told: { actor: 'anyone' }, asked: all, feared: all, isMeant: () => true };
}

function addressParty(ip: string, except: readonly string[], { blocks, world }: PartyContext): Party {
  const block = parseBlock(ip, except);
  const wrong = [ip, ...except].find((text) => parseRange(text) === undefined);
  if (block === undefined || wrong !== undefined)
    throw new LabDefect(`${wrong ?? ip} is neither an address nor a block of addresses`);
  const samples = addressSamples([block, ...blocks]).filter((address) => isInBlock(address, block));
  const all = samples.map((address) => addressEndpoint(addressText(address)));
  return {
    told: { actor: 'address', address: ip, except },
    asked: all,
    feared: all,
    isMeant: (end) => end.endpoint === 'address' && blockHolds(block, end.address),
    mayMean: (end) => end.endpoint === 'pod' && mayHoldPod(block, end, world.podAddresses),
  };
}

function serviceParty(
  name: string,
  namespace: string,
  { world, view, context }: PartyContext,
): Party | { readonly issue: Issue } {
  const backends = backendsOf(name, namespace, world, view, context);
  if ('issue' in backends) return backends;
  const { service, ready, others, isSelected, notReady } = backends;
  const isMeant = (end: Endpoint): boolean =>
    isSelected(end) || ready.some((one) => one.endpoint === 'address' && isAddress(end, one.address));
  const told: ReachActor = { actor: 'service', name, namespace };
  const asked = ready.length > 0 ? ready : others;
  const feared = [...ready, ...others];
  return { told, asked, feared, isMeant, service, ...(ready.length > 0 ? {} : { notReady }) };
}

const isAddress = (end: Endpoint, address: string): boolean => end.endpoint === 'address' && end.address === address;

const hasLabels = (found: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => Object.hasOwn(found, key) && found[key] === value);
