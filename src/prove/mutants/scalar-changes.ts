import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { parseQuantity } from '../../kubernetes/quantity.ts';
import type { Place } from './place.ts';

/**
 * Other values of the same type for a scalar at a place: the next one of an enumeration, a number one more, one less and
 * none, a flag flipped, a quantity doubled, another tag and another repository of an image, a schedule a minute later, a
 * block of addresses one bit narrower, any other text with a suffix.
 */
export function scalarChanges(kind: string, place: Place, value: Json): readonly Json[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number')
    return [value + 1, value - 1, 0].filter((to, index, all) => to >= 0 && to !== value && all.indexOf(to) === index);
  if (typeof value !== 'string') return [];
  return textChanges(kind, place, value);
}

function textChanges(kind: string, place: Place, value: string): readonly string[] {
  const field = String(place.findLast((step) => typeof step === 'string') ?? '');
  const parent = String(place.at(-2) ?? '');
  const next = nextOf(kind, field, place, value);
  if (next !== undefined) return [next];
  if (quantityParents.includes(parent) && parseQuantity(value) !== undefined) return [doubled(value)];
  if (field === 'image') return [otherTag(value), otherRepository(value)];
  if (field === 'schedule') return [minuteLater(value)].filter((to) => to !== value);
  if (field === 'cidr' || field === 'except') return [narrower(value)].filter((to) => to !== value);
  if (/^\d+%$/.test(value)) return [`${Number.parseInt(value, 10) + 1}%`];
  if (/^\d+$/.test(value)) return [String(Number(value) + 1)];
  if (isBase64Field(kind, place))
    return [Buffer.from(`${Buffer.from(value, 'base64').toString()}-x`).toString('base64')];
  return [`${value}-x`];
}

const quantityParents = ['requests', 'limits', 'hard', 'capacity', 'max', 'min', 'default', 'defaultRequest'];
const isBase64Field = (kind: string, place: Place): boolean =>
  (kind === 'Secret' && place[0] === 'data') || (kind === 'ConfigMap' && place[0] === 'binaryData');

/** Values that the API reference lists for a field; `kind` of the object in front where a name is used twice. */
const enumerations: Readonly<Record<string, readonly string[]>> = {
  protocol: ['TCP', 'UDP', 'SCTP'],
  'Service type': ['ClusterIP', 'NodePort', 'LoadBalancer'],
  sessionAffinity: ['None', 'ClientIP'],
  externalTrafficPolicy: ['Cluster', 'Local'],
  internalTrafficPolicy: ['Cluster', 'Local'],
  concurrencyPolicy: ['Allow', 'Forbid', 'Replace'],
  completionMode: ['NonIndexed', 'Indexed'],
  imagePullPolicy: ['IfNotPresent', 'Always', 'Never'],
  restartPolicy: ['Always', 'OnFailure', 'Never'],
  effect: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  operator: ['In', 'NotIn'],
  whenUnsatisfiable: ['DoNotSchedule', 'ScheduleAnyway'],
  policyTypes: ['Ingress', 'Egress'],
  pathType: ['Prefix', 'Exact'],
  volumeMode: ['Filesystem', 'Block'],
  accessModes: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'],
  persistentVolumeReclaimPolicy: ['Delete', 'Retain'],
  reclaimPolicy: ['Delete', 'Retain'],
  podManagementPolicy: ['OrderedReady', 'Parallel'],
  'Deployment strategy type': ['RollingUpdate', 'Recreate'],
  'StatefulSet updateStrategy type': ['RollingUpdate', 'OnDelete'],
  'DaemonSet updateStrategy type': ['RollingUpdate', 'OnDelete'],
  verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  apiGroups: ['', 'apps', 'batch'],
};

function nextOf(kind: string, field: string, place: Place, value: string): string | undefined {
  const parent = String(place.at(-2) ?? '');
  const values =
    enumerations[`${kind} ${parent} ${field}`] ??
    (place.length === 2 ? enumerations[`${kind} ${field}`] : undefined) ??
    enumerations[field];
  if (field === 'operator' && (value === 'Exists' || value === 'DoesNotExist'))
    return value === 'Exists' ? 'DoesNotExist' : 'Exists';
  if (field === 'operator' && value === 'Equal') return 'Exists';
  if (values === undefined || !values.includes(value)) return undefined;
  return values[(values.indexOf(value) + 1) % values.length];
}

const doubled = (value: string): string => value.replace(/^\d+(\.\d+)?/, (digits) => String(Number(digits) * 2));

function otherTag(image: string): string {
  const colon = image.lastIndexOf(':');
  return colon > image.lastIndexOf('/') ? `${image}-x` : `${image}:x`;
}

const otherRepository = (image: string): string => image.replace(/^([^:@]*)/, '$1-x');

/** The first number of the minutes, or the step of all of them, is one more. */
function minuteLater(schedule: string): string {
  const [minutes = '', ...rest] = schedule.split(' ');
  const moved = minutes.startsWith('*')
    ? minutes.replace(/^\*(\/(\d+))?/, (_, _step, every) =>
        every === undefined ? '1-59' : `*/${(Number(every) % 59) + 1}`,
      )
    : minutes.replace(/^\d+/, (minute) => String((Number(minute) + 1) % 60));
  return [moved, ...rest].join(' ');
}

function narrower(block: string): string {
  const [address = '', bits = ''] = block.split('/');
  const width = address.includes(':') ? 128 : 32;
  const length = Number(bits);
  return `${address}/${length < width ? length + 1 : length - 1}`;
}

/** Entries of these mappings are names that people choose: their keys are misspelt, too. */
export const hasChosenKeys = (place: Place, value: Json): boolean =>
  isJsonObject(value) &&
  ['labels', 'annotations', 'matchLabels', 'selector', 'nodeSelector', 'data', 'stringData'].includes(
    String(place.at(-1) ?? ''),
  );
