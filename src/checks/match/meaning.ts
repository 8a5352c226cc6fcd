import { isSameSchedule } from '../../kubernetes/cron-schedule.ts';
import { containerPath, mountPath } from '../../kubernetes/effective-mounts.ts';
import { isWantedImage } from '../../kubernetes/image.ts';
import type { Json } from '../../kubernetes/json.ts';
import { isSameJson } from '../../kubernetes/json.ts';
import { isSameRange } from '../../kubernetes/network-policy/ip-block.ts';
import { isSameQuantity } from '../../kubernetes/quantity.ts';
import { isSameTimeZone } from '../../kubernetes/time-zone.ts';
import type { MatchContext } from './differences.ts';
import { isInMapOfTexts } from './emptiness.ts';
import { shareOfPods } from './share-of-pods.ts';

/** Parents whose values are quantities, and fields that are one themselves. */
const quantityParents = new Set([
  ...['requests', 'limits', 'hard', 'used', 'capacity', 'allocatable', 'overhead'],
  ...['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'],
]);
const quantityFields = new Set(['sizeLimit', 'averageValue']);
/** Metrics of a HorizontalPodAutoscaler. */
const metricParents = new Set(['target', 'current']);

const addressFields = new Set([
  ...['ip', 'ips', 'cidr', 'except', 'addresses', 'clusterIP', 'clusterIPs', 'externalIPs', 'loadBalancerIP'],
  ...['loadBalancerSourceRanges', 'podIP', 'hostIP', 'nameservers'],
]);

/**
 * Two scalars are equal by meaning: images after defaulting, quantities by value, schedules by their times, percentages
 * by replicas, ports of a container by number or name, addresses and blocks by what they hold, outside names with
 * or without the dot at their end, folders with or without the stroke at theirs. Labels, ConfigMaps and the like hold texts only, so that a wanted `8080` or `true` is the text of it.
 */
export function isSameByMeaning(wanted: Json, found: Json, path: readonly string[], context: MatchContext): boolean {
  if (isSameJson(wanted, found)) return true;
  if (typeof wanted === 'boolean') return found === String(wanted);
  if (!isNumberOrText(wanted) || !isNumberOrText(found)) return false;
  if (typeof wanted === 'number' && found === String(wanted)) return true;
  if (isInMapOfTexts(path)) return false;
  const field = path.at(-1) ?? '';
  if (field === 'image') return isWantedImage(String(wanted), String(found));
  if (field === 'divisor') return isSameQuantity(givenDivisor(wanted), givenDivisor(found));
  if (isQuantityAt(path)) return isSameQuantity(wanted, found);
  if (field === 'schedule') return isSameSchedule(String(wanted), String(found));
  if (field === 'timeZone') return isSameTimeZone(String(wanted), String(found));
  if (addressFields.has(field)) return isSameRange(String(wanted), String(found));
  if (field === 'externalName') return withoutRootDot(String(wanted)) === withoutRootDot(String(found));
  if (field === 'mountPath') return containerPath(String(wanted)) === containerPath(String(found));
  if (field === 'path' && path.at(-2) === 'httpGet') return requestPath(wanted) === requestPath(found);
  if (isFolderAt(path) || (field === 'path' && context.isPathPrefix === true))
    return mountPath(String(wanted)) === mountPath(String(found));
  if (field === 'port') return portNumber(wanted, context) === portNumber(found, context);
  const share = context.replicas === 0 ? undefined : shareOfPods(wanted, path, context); // of none, every share is none
  return share !== undefined && share === shareOfPods(found, path, context);
}

/**
 * A divisor that is not given is stored as 0 and means 1.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/resource-field-selector/
 */
const givenDivisor = (divisor: string | number): string | number => (isSameQuantity(divisor, 0) ? 1 : divisor);

/** A name that ends in a dot is a whole one; those of ExternalName Services are anyway. https://www.rfc-editor.org/rfc/rfc1034#section-3.1 */
const withoutRootDot = (name: string): string => name.replace(/\.$/, '');

/** What a probe asks for: a path always begins with a stroke in a request. https://www.rfc-editor.org/rfc/rfc9112#name-origin-form */
const requestPath = (path: string | number): string => String(path).replace(/^\/?/, '/');

const portNumber = (port: string | number, { portNames }: MatchContext): string | number =>
  portNames?.get(String(port)) ?? port;

/** Of a node. */
const isFolderAt = (path: readonly string[]): boolean =>
  path.at(-1) === 'path' && ['hostPath', 'local'].includes(path.at(-2) ?? '');

const isQuantityAt = (path: readonly string[]): boolean =>
  quantityParents.has(path.at(-2) ?? '') ||
  quantityFields.has(path.at(-1) ?? '') ||
  (path.at(-1) === 'value' && metricParents.has(path.at(-2) ?? ''));

const isNumberOrText = (value: Json): value is string | number =>
  typeof value === 'string' || typeof value === 'number';
