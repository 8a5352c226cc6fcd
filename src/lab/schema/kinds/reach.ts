import * as z from 'zod';
import { checkExtras, inNamespace, labelMap } from '../common.ts';
import { reachConfirm } from './reach-confirm.ts';

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

export const reachCheck = z
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
