import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { slicesOf } from '../../kubernetes/service-endpoints.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { LookupRead } from '../../snapshot/behaviour/lookup-read.ts';
import { wasChangedWithin } from '../behaviour/is-settling.ts';
import { isNamed, namedAddresses } from '../behaviour/named-addresses.ts';
import { ownContainer } from '../behaviour/own-pod.ts';
import type { Requests } from '../behaviour/requests.ts';
import { failing } from '../behaviour/requests.ts';
import type { CheckContext, CheckKind, Finding } from '../check-kind.ts';
import { nearestNamed, readsForMissing } from '../elsewhere.ts';
import type { Target } from '../target.ts';
import { findTarget, readOf, refOfTarget, targetOf, wantedTarget } from '../target.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';

type Spec = CheckOf<'dns'>['dns'];

const slicesKind = 'EndpointSlice.discovery.k8s.io';

/** What a name means in a Pod that the lab brought. */
export const dnsKind: CheckKind<'dns'> = {
  reads: ({ dns }, context) => {
    const meant = meantBy(dns, context);
    const slices = meant?.kind === 'Service' ? [listRead(slicesKind, meant.namespace)] : [];
    return [readOf(targetOf(dns.from, dns.in, context)), ...(meant === undefined ? [] : [readOf(meant)]), ...slices];
  },
  followUps: ({ dns }, view, context) => lookupOf(dns, view, context).reads,
  nearby: ({ dns }, view, context) => {
    const meant = meantBy(dns, context);
    return meant === undefined ? [] : readsForMissing(meant, view, context);
  },
  judge: ({ dns }, view, context) => lookupOf(dns, view, context).judge(),
};

function meantBy({ finds, in: ref }: Spec, context: CheckContext): Target | undefined {
  if (finds === undefined || (typeof finds === 'object' && 'addresses' in finds)) return undefined;
  return typeof finds === 'string' ? targetOf(finds, ref, context) : targetOf(finds.object, finds.in, context);
}

/** Name servers remember an answer, and that there is none, for up to this time: https://coredns.io/plugins/cache/ */
const rememberedMs = 30_000;

function lookupOf(spec: Spec, view: View, context: CheckContext): Requests {
  const meant = meantBy(spec, context);
  const object = meant === undefined ? undefined : findTarget(meant, view);
  if (meant !== undefined && object === undefined) {
    const nearest = nearestNamed(meant, view, context);
    return failing({ code: 'object_missing', wanted: wantedTarget(meant, view), ...nearest }, false);
  }
  const own = ownContainer(targetOf(spec.from, spec.in, context), spec.container, view, context);
  if ('issue' in own) return failing(own.issue, false);
  const slices = object?.kind === 'Service' ? slicesOf(object, view.list(slicesKind, object.metadata.namespace)) : [];
  const leading = object === undefined ? [] : [object, ...slices];
  const isMoving = leading.some((one) => wasChangedWithin(one, rememberedMs, context.nowMs));
  const read: LookupRead = { read: 'lookup', ...own, name: spec.name };
  return { reads: [read], judge: () => judgeAnswer(read, spec, { meant, object, slices, isMoving }, view) };
}

interface Meant {
  readonly meant: Target | undefined;
  readonly object: KubeObject | undefined;
  readonly slices: readonly KubeObject[];
  readonly isMoving: boolean;
}

function judgeAnswer(read: LookupRead, spec: Spec, { meant, object, slices, isMoving }: Meant, view: View): Finding {
  const answer = view.behaviour(read);
  if (answer.answer === 'notRun') return { finding: 'defect', detail: answer.words };
  const { asked, found, addresses } = answer;
  const { namespace, pod, container, name } = read;
  const lookup = { pod: { kind: 'Pod', name: pod, namespace }, container, name };
  const wanted =
    typeof spec.finds === 'object' && 'addresses' in spec.finds
      ? { isWhole: true, addresses: spec.finds.addresses }
      : object === undefined
        ? undefined
        : namedAddresses(object, slices);
  const isMet = spec.absent === true ? addresses.length === 0 : isNamed(addresses, wanted);
  const told = {
    ...{ lookup, asked, addresses },
    ...(found === undefined ? {} : { found }),
    ...(meant === undefined ? {} : { of: refOfTarget(meant) }),
  };
  // what is as the lists have it is no answer from before
  if (isMet) return { finding: 'holds', evidence: [{ code: 'dns', ...told }], isMoving: false };
  const kind =
    spec.absent === true ? { isWanted: false, wanted: [] } : { isWanted: true, wanted: wanted?.addresses ?? [] };
  return { finding: 'fails', issues: [{ code: 'dns_differs', ...told, ...kind, isMoving }] };
}
