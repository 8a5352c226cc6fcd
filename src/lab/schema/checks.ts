import * as z from 'zod';
import {
  bindingName,
  celExpression,
  checkExtras,
  countPattern,
  inNamespace,
  labelMap,
  objectName,
  pattern,
} from './common.ts';
import { admissionCheck } from './kinds/admission.ts';
import { certificateCheck } from './kinds/certificate.ts';
import { dnsCheck } from './kinds/dns.ts';
import { execCheck } from './kinds/exec.ts';
import { httpCheck } from './kinds/http.ts';
import { logCheck } from './kinds/log.ts';
import { reachConfirm } from './kinds/reach-confirm.ts';
import { releaseCheck } from './kinds/release.ts';
import { workloadTarget } from './workload-target.ts';

const objectConditions = {
  in: inNamespace,
  labels: pattern.optional().meta({ description: 'Labels it has: values or operators' }),
  ownedBy: objectName
    .optional()
    .meta({ description: 'An owner reference, followed upwards: a Pod of a Deployment too' }),
  node: z.string().optional().meta({ description: 'Pods: on this node' }),
  selectedBy: objectName
    .optional()
    .meta({ description: 'Pods: what this Service, PDB, NetworkPolicy or workload selects' }),
};

const objectCheck = z
  .strictObject({
    object: z.union([objectName, z.strictObject({ any: z.string(), ...objectConditions })]).meta({
      description: 'kind/name, or { any: Kind, … } for one object that meets all conditions',
    }),
    in: inNamespace,
    has: pattern.optional().meta({ description: 'What the object means: a pattern' }),
    absent: z.literal(true).optional().meta({ description: 'There is no such object' }),
    count: countPattern.optional().meta({ description: 'With any: how many such objects there are' }),
    as: bindingName.optional(),
    ...checkExtras,
  })
  .meta({ description: 'An object exists and means what is wanted, is absent, or is there N times' });

const workloadCheck = z
  .strictObject({
    workload: z.strictObject({
      of: workloadTarget,
      in: inNamespace,
      container: z
        .string()
        .optional()
        .meta({ description: 'Default: one of its containers meets all that is asked of a container' }),
      initContainer: z.string().optional(),
      everyContainer: z
        .literal(true)
        .optional()
        .meta({ description: 'Each of its containers, init containers included, meets all that is asked of one' }),
      image: pattern.optional(),
      command: pattern.optional().meta({ description: 'Entry point as the Pod gives it: exact and ordered' }),
      args: pattern.optional().meta({ description: 'Arguments as the Pod gives them: exact and ordered' }),
      commandLine: pattern.optional().meta({
        description:
          'All words that the Pod gives, of the command and then of the arguments, with blanks between: { $matches } for what leaves the rest open. A program whose name has blanks stands in quotes',
      }),
      paths: pattern.optional().meta({
        description:
          'A list of whole paths of which the command line speaks, also in a script: relative ones count from workingDir, or from where a cd leads',
      }),
      env: pattern.optional().meta({
        description:
          'NAME: value, { value }, { secret, key }, { configMap, key }, { field } or { resource }, after envFrom and $(VAR); $none and $every speak of the values',
      }),
      mounts: pattern.optional().meta({
        description:
          'PATH: { secret | configMap | emptyDir | claim | hostPath | projected | downwardAPI, volume, readOnly, mode, subPath, key }',
      }),
      files: z.record(z.string(), pattern).optional().meta({
        description: 'PATH of a file: { configMap | secret, key, mode } that stands in it, however it is mounted',
      }),
      requests: pattern.optional(),
      limits: pattern.optional(),
      ports: pattern.optional().meta({ description: 'Container ports: a list of { containerPort, name, protocol }' }),
      security: pattern.optional().meta({
        description:
          'runAsUser, runAsNonRoot, readOnlyRootFilesystem, allowPrivilegeEscalation, privileged, capabilities, seccompProfile after inheritance from the Pod',
      }),
      probes: pattern.optional().meta({ description: '{ startup, readiness, liveness }' }),
      serviceAccount: pattern.optional(),
      automountsToken: z.boolean().optional(),
      podSecurity: z
        .enum(['privileged', 'baseline', 'restricted'])
        .optional()
        .meta({ description: 'The strictest level that it meets' }),
      qosClass: z.enum(['Guaranteed', 'Burstable', 'BestEffort']).optional(),
      pod: pattern.optional().meta({ description: 'Anything else of the Pod spec' }),
      replicas: pattern.optional(),
    }),
    ...checkExtras,
  })
  .meta({ description: 'What a Pod, or any object with a Pod template, effectively runs' });

const taint = z.strictObject({
  key: z.string(),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});
const nodeShape = z
  .union([
    z.string().regex(/^node\//, 'is written node/NAME'),
    z.strictObject({ name: z.string().optional(), labels: labelMap.optional(), taints: z.array(taint).optional() }),
  ])
  .meta({
    description:
      'node/NAME, a real one; node/*, each that there is and that no taint closes to it; or a hypothetical { name, labels, taints }',
  });

const placementCheck = z
  .strictObject({
    placement: z.strictObject({
      of: workloadTarget,
      in: inNamespace,
      may: z.array(nodeShape).optional().meta({ description: 'Nodes the scheduler may use' }),
      mayNot: z.array(nodeShape).optional(),
      only: z
        .literal(true)
        .optional()
        .meta({ description: 'No other nodes than those of `may`, whatever labels there are today or tomorrow' }),
      prefers: z
        .array(z.array(nodeShape).min(2))
        .optional()
        .meta({ description: 'Orders: each node is preferred to the next' }),
      stays: z
        .array(
          z.strictObject({ taints: z.array(taint).min(1), seconds: z.union([z.int().min(0), z.literal('forever')]) }),
        )
        .optional()
        .meta({ description: 'How long a running Pod stays when its node gets these taints; 0: it goes at once' }),
    }),
    ...checkExtras,
  })
  .meta({ description: 'On which nodes the scheduler may put it' });

const podSet = z
  .union([z.strictObject({ labels: labelMap, in: inNamespace }), z.strictObject({ of: objectName })])
  .meta({ description: '{ labels }: Pods that have them; { of: deployment/NAME }: its Pods' });

const selectsCheck = z
  .strictObject({
    selects: z.strictObject({
      service: z.string().optional(),
      object: objectName.optional().meta({ description: 'A PDB, NetworkPolicy or workload instead of a Service' }),
      in: inNamespace,
      pods: podSet.optional().meta({ description: 'All of these are selected, and there is at least one' }),
      only: z.literal(true).optional().meta({ description: 'No other Pod is selected' }),
      ready: countPattern.optional().meta({ description: 'Number of ready endpoints' }),
      port: z.union([z.int(), z.string()]).optional().meta({ description: 'Port of the Service, by number or name' }),
      protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
      targetPort: z.union([z.int(), z.string()]).optional().meta({
        description: 'Where that port arrives in each Pod: a number, names resolved, or the name of a port there',
      }),
      share: z.array(z.strictObject({ pods: labelMap, percent: z.tuple([z.number(), z.number()]) })).optional(),
    }),
    ...checkExtras,
  })
  .meta({
    description: 'A Service, PDB, NetworkPolicy or workload selects exactly these Pods, and has these ready endpoints',
  });

const subject = z
  .union([
    z.strictObject({ serviceAccount: z.string(), in: inNamespace }),
    z.strictObject({ user: z.string(), groups: z.array(z.string()).optional() }),
    z.strictObject({ group: z.string() }),
    z.strictObject({ podsOf: objectName, in: inNamespace }).meta({ description: 'The account its Pods run under' }),
  ])
  .meta({ description: 'Who asks' });
export const permission = z.string().meta({
  id: 'Permission',
  description:
    '"VERB … RESOURCE[.GROUP][/SUBRESOURCE] [named NAME] [in NAMESPACE | in any namespace]" as "get list pods in shop"; "get /healthz" for a URL; without "in": cluster-wide',
});

const accessCheck = z
  .strictObject({
    access: z.strictObject({
      who: subject,
      can: z.array(permission).optional(),
      cannot: z.array(permission).optional(),
      may: z
        .array(permission)
        .min(1)
        .optional()
        .meta({ description: 'With only: allowed or not, as the learner likes' }),
      only: z.literal(true).optional().meta({
        description: 'Least privilege: nothing beyond can, may and what everybody could do at the start, anywhere',
      }),
    }),
    ...checkExtras,
  })
  .meta({ description: "What a subject can and cannot do, by the API server's review" });

const protocol = z.enum(['TCP', 'UDP', 'SCTP']);
const reachTarget = z
  .union([
    z.strictObject({
      pods: labelMap.meta({ description: 'Labels of the Pods meant' }),
      except: labelMap.optional().meta({ description: 'Pods with these labels are not meant' }),
      later: z.literal(true).optional().meta({
        description: 'Those to come are meant as well, one of every kind that the policies there tell apart',
      }),
      in: inNamespace,
    }),
    z.strictObject({
      service: z.string().meta({ description: 'The Pods that are its ready endpoints' }),
      in: inNamespace,
    }),
  ])
  .meta({
    description: 'Pods by their labels, or those behind a Service; where there are none, such Pods as there might be',
  });
const reachActor = z
  .union([
    z.strictObject({
      labels: labelMap.optional().meta({ description: 'Default: any labels' }),
      except: labelMap.optional().meta({ description: 'Pods with these labels are not meant' }),
      in: inNamespace,
    }),
    z.strictObject({
      labels: labelMap.optional(),
      namespace: z.strictObject({ labels: labelMap }).meta({ description: 'Any namespace with these labels' }),
    }),
    z.strictObject({
      service: z.string().meta({ description: 'In `to`: a Service, with its own port' }),
      in: inNamespace,
    }),
    z.strictObject({
      ip: z
        .string()
        .regex(/^[0-9a-fA-F:.]+(\/\d{1,3})?$/, 'is an address or a block of them, as 203.0.113.0/24')
        .meta({ description: 'An address outside of the cluster, or a block as 203.0.113.0/24' }),
      except: z.array(z.string()).optional().meta({ description: 'Blocks inside it that are not meant' }),
    }),
    z.strictObject({ anyone: z.literal(true).meta({ description: 'All Pods and all addresses' }) }),
  ])
  .meta({ description: 'The other end: Pods that there are or might be, a Service, an address' });
const reachPorts = {
  port: z
    .union([z.int().min(1).max(65_535), z.string()])
    .optional()
    .meta({ description: "The destination Pod's port by number or name, or the Service's; default: every port" }),
  endPort: z.int().max(65_535).optional().meta({ description: 'Last port of a range' }),
  protocol: protocol.optional().meta({ description: 'Default: TCP with a port, every protocol without' }),
};
const reachIn = z.strictObject({ from: reachActor, ...reachPorts });
const reachOut = z.strictObject({ to: reachActor, ...reachPorts });
const reachRows = <Row extends typeof reachIn | typeof reachOut>(row: Row) => ({
  allow: z.array(row).min(1).optional().meta({
    description:
      'Connections that come about, all of them. The other end is { labels, except, in }, { labels, namespace: { labels } }, { service, in }, { ip, except } or { anyone: true }',
  }),
  deny: z
    .array(row)
    .min(1)
    .optional()
    .meta({ description: 'Connections that do not; without a port: on no port of any protocol' }),
  may: z.array(row).min(1).optional().meta({ description: 'With only: open or not, as the learner likes' }),
  only: z.literal(true).optional().meta({ description: 'Nobody and nothing else, known today or not' }),
  confirm: reachConfirm.optional(),
});

const reachCheck = z
  .strictObject({
    reach: z.union([
      z.strictObject({ to: reachTarget, ...reachRows(reachIn) }),
      z.strictObject({
        from: reachTarget,
        ...reachRows(reachOut),
        dns: z.literal(true).optional().meta({
          description:
            'Names can be looked up: port 53, UDP and TCP, of the cluster DNS; open to more than that if need be',
        }),
      }),
    ]),
    ...checkExtras,
  })
  .meta({
    description:
      'Which connections the NetworkPolicies let come about: to these Pods, or from them, as a table of rows',
  });

const rolloutCheck = z
  .strictObject({
    rollout: z.strictObject({
      of: objectName,
      in: inNamespace,
      complete: z
        .literal(true)
        .optional()
        .meta({ description: 'Every replica is of the newest template, and available' }),
      image: pattern.optional().meta({ description: 'Some container of the template has this image' }),
      paused: z.boolean().optional(),
      revision: pattern.optional().meta({ description: 'Number of the current revision' }),
      cameFrom: z
        .strictObject({ revision: z.int().min(1) })
        .optional()
        .meta({ description: 'A Deployment: its current ReplicaSet was this revision before: a rollback' }),
      updated: z
        .literal(true)
        .optional()
        .meta({ description: 'Its template changed in place since the start: same object, later revision' }),
      changeCause: pattern
        .optional()
        .meta({ description: 'Annotation kubernetes.io/change-cause of the current revision' }),
      strategy: pattern
        .optional()
        .meta({ description: 'spec.strategy or spec.updateStrategy; percentages against its replicas' }),
    }),
    ...checkExtras,
  })
  .meta({
    description: 'A Deployment, StatefulSet or DaemonSet is rolled out: complete, from which revision, paused or not',
  });

const keptCheck = z
  .strictObject({
    kept: z.strictObject({
      object: objectName,
      in: inNamespace,
      unchanged: z
        .array(z.string())
        .optional()
        .meta({ description: 'Paths that are as they were at the start, as spec.template' }),
    }),
    ...checkExtras,
  })
  .meta({ description: 'What was there at the start is the same object still (uid), unchanged where it matters' });

const celReads = z
  .record(z.string(), z.strictObject({ all: z.string(), in: inNamespace }))
  .meta({ description: 'name: { all: Kind, in: alias }: lists that the expression may use' });

const answerCheck = z
  .strictObject({
    answer: z.union([
      z.strictObject({
        is: z
          .union([
            z.strictObject({ cel: celExpression, reads: celReads.optional() }),
            z.string(),
            z.number(),
            z.boolean(),
            z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
          ])
          .meta({ description: 'The right answer (a value or a list), or { cel, reads } that computes it' }),
        as: z.enum(['text', 'name', 'number', 'quantity', 'set', 'list']).default('text'),
      }),
      z.strictObject({
        choose: z
          .array(z.strictObject({ text: z.string(), right: z.boolean().default(false), because: z.string() }))
          .min(2)
          .meta({ description: 'Options, lettered a, b, c …; one or several are right' }),
      }),
    ]),
    ...checkExtras,
  })
  .meta({ description: 'What the learner gives back with kubeproctor answer' });

const celCheck = z
  .strictObject({
    cel: z.strictObject({
      reads: celReads,
      that: celExpression,
    }),
    ...checkExtras,
    else: z.string().meta({ description: 'What the learner reads when the expression is false' }),
  })
  .meta({ description: 'Anything else, as a CEL expression over lists' });

const leafSchemas = {
  object: objectCheck,
  workload: workloadCheck,
  placement: placementCheck,
  selects: selectsCheck,
  access: accessCheck,
  reach: reachCheck,
  rollout: rolloutCheck,
  kept: keptCheck,
  certificate: certificateCheck,
  release: releaseCheck,
  admission: admissionCheck,
  http: httpCheck,
  log: logCheck,
  exec: execCheck,
  dns: dnsCheck,
  answer: answerCheck,
  cel: celCheck,
} as const;
type LeafName = keyof typeof leafSchemas;

export interface AllCheck {
  readonly all: readonly Check[];
  readonly else?: string | undefined;
}
export interface AnyCheck {
  readonly any: readonly Check[];
  readonly else?: string | undefined;
}
export interface NotCheck {
  readonly not: Check;
  readonly else: string;
}
export type Check = z.output<(typeof leafSchemas)[LeafName]> | AllCheck | AnyCheck | NotCheck;

/** Any check, of whichever kind. */
export const check: z.ZodType<Check> = z.lazy(() => z.union(Object.values(checkSchemas))).meta({ id: 'Check' });

const allCheck: z.ZodType<AllCheck> = z
  .strictObject({ all: z.array(check).min(1), ...checkExtras })
  .meta({ description: 'All of these hold' });
const anyCheck: z.ZodType<AnyCheck> = z
  .strictObject({ any: z.array(check).min(1), ...checkExtras })
  .meta({ description: 'At least one of these holds' });
const notCheck: z.ZodType<NotCheck> = z
  .strictObject({
    not: check,
    else: z.string().meta({ description: 'What the learner reads when the inner check holds' }),
  })
  .meta({ description: 'The contrary' });

/** Every kind of check by its key. */
export const checkSchemas = { ...leafSchemas, all: allCheck, any: anyCheck, not: notCheck } as const;

export type CheckKindName = keyof typeof checkSchemas;
export const checkKindNames = Object.keys(checkSchemas) as readonly CheckKindName[]; // the keys of a const object

/** A check of one kind, as parsed: `CheckOf<'object'>`. */
export type CheckOf<Name extends CheckKindName> = Extract<Check, { readonly [Key in Name]: unknown }>;

/** Which kind a check is of. */
export function kindOfCheck(of: Check): CheckKindName {
  const name = checkKindNames.find((kind) => Object.hasOwn(of, kind));
  if (name === undefined) throw new Error('a check that was parsed has a kind');
  return name;
}
