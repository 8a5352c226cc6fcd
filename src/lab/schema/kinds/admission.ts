import * as z from 'zod';
import { checkExtras, json, namespaceRef, pattern } from '../common.ts';
import { workloadTarget } from '../workload-target.ts';

const level = z.enum(['baseline', 'restricted']);
const policy = { policy: pattern, binding: pattern.optional() };

/** Who refused, as the words of the refusal tell. */
const refuser = z
  .union([
    z.strictObject({ podSecurity: level }).meta({ description: 'Pod Security: this level, enforced' }),
    z.strictObject({
      quota: pattern,
      resources: pattern.optional().meta({ description: 'What there is not enough of: [pods, requests.cpu]' }),
    }),
    z.strictObject({
      limitRange: z
        .strictObject({
          bound: z.enum(['max', 'min', 'ratio']).optional(),
          resource: z.string().optional(),
          per: z.enum(['Container', 'Pod', 'PersistentVolumeClaim']).optional(),
        })
        .meta({ description: 'A LimitRange: which of its bounds; {}: any' }),
    }),
    z.strictObject(policy).meta({
      description: 'A ValidatingAdmissionPolicy by its name, perhaps with its binding; { $exists: true }: any',
    }),
    z.strictObject({ webhook: pattern }).meta({ description: 'A webhook by its name' }),
    z.strictObject({ validation: pattern }),
  ])
  .meta({
    description:
      'Who refuses it, for a refusal for another reason proves nothing: { podSecurity: LEVEL }; { quota: NAME, resources }; { limitRange: { bound, resource, per } }; { policy: NAME, binding }, a ValidatingAdmissionPolicy; { webhook: NAME }; { validation: PATH } of a field that is not valid. { $exists: true } is any name or path, {} any bound',
  });

const warner = z.union([z.strictObject({ podSecurity: level }), z.strictObject(policy)]).meta({
  description: 'Admitted with a warning: of Pod Security at this level, or of this policy',
});

export const admissionCheck = z
  .strictObject({
    admission: z.strictObject({
      podFrom: workloadTarget.optional().meta({
        description:
          'The Pod that it would make next: kind/name, { any: Kind, labels }, or { selectedBy }. Where all of its Pods are there, one that replaces one of them: a quota need not have room for one more',
      }),
      manifest: z
        .union([
          z.string().meta({ id: 'ManifestFile' }),
          z.record(z.string(), json).meta({ id: 'InlineManifest', description: 'An object' }),
        ])
        .optional()
        .meta({ description: "A file in the lab's manifest folder, of which each object is tried; or one object" }),
      in: namespaceRef
        .optional()
        .meta({ description: "Where it is tried. Default: the object's own namespace, else the lab's only one" }),
      is: z.enum(['admitted', 'refused']),
      by: refuser.optional(),
      says: pattern.optional().meta({ description: 'Of a refusal or warning: its words' }),
      warns: warner.optional(),
      level: level
        .optional()
        .meta({ description: 'The Pod would also be admitted where this Pod Security level is enforced' }),
    }),
    ...checkExtras,
  })
  .meta({
    description:
      'Whether the cluster would take an object, or the Pod that a workload makes, and who refuses it: by a dry run, of which nothing stays',
  });
