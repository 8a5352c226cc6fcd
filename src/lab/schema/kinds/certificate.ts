import * as z from 'zod';
import { checkExtras, countPattern, inNamespace, pattern } from '../common.ts';

const entry = z.string().optional();

const distinguishedName = z.strictObject({
  CN: pattern.optional().meta({ description: 'Common name: the user, for the API server' }),
  O: pattern.optional().meta({ description: 'All organisations, in any order: the groups, for the API server' }),
  OU: pattern.optional(),
  C: pattern.optional(),
  ST: pattern.optional(),
  L: pattern.optional(),
  DC: pattern.optional(),
});

const usage = z.enum([
  ...['signing', 'digital signature', 'content commitment', 'key encipherment', 'key agreement', 'data encipherment'],
  ...['cert sign', 'crl sign', 'server auth', 'client auth', 'code signing', 'email protection', 's/mime'],
  ...['timestamping', 'ocsp signing'],
] as const);

/** What may be asked of a certificate, and of a request for one. */
const content = {
  names: z.array(z.string()).min(1).optional().meta({
    description:
      'DNS names, addresses and URIs that it is for: subject alternative names, where a wildcard covers one label',
  }),
  only: z.literal(true).optional().meta({ description: 'With names: it is for no others' }),
  subject: distinguishedName
    .optional()
    .meta({ description: 'Each attribute named here: a text is its only value, a list all of its values' }),
  usages: z.array(usage).min(1).optional().meta({ description: 'What its key may be used for, among other things' }),
  issuer: distinguishedName.optional().meta({ description: 'As subject, of who signed it' }),
  signedBy: z
    .union([
      z.strictObject({ secret: z.string(), in: inNamespace, entry: entry.meta({ description: 'Default: tls.crt' }) }),
      z.strictObject({ configMap: z.string(), in: inNamespace, entry: entry.meta({ description: 'Default: ca.crt' }) }),
    ])
    .optional()
    .meta({ description: "Where the authority's certificate is that its signature is verified with" }),
  validFor: z.number().min(0).optional().meta({ description: 'At least so many days from now on' }),
  lifetime: countPattern.optional().meta({ description: 'Days from its first to its last, rounded' }),
};

export const certificateCheck = z
  .strictObject({
    certificate: z.union([
      z.strictObject({
        secret: z
          .string()
          .meta({ description: 'A Secret that holds a certificate, its chain after it; it is valid now' }),
        in: inNamespace,
        entry: entry.meta({ description: 'Of its data; default: tls.crt' }),
        matchesKey: z.literal(true).optional().meta({ description: 'The private key beside it is its own' }),
        keyEntry: entry.meta({ description: 'Where that key is; default: tls.key' }),
        ...content,
      }),
      z.strictObject({
        csr: z.string().meta({
          description:
            'Name of a CertificateSigningRequest; issuer, signedBy, validFor and lifetime speak of what was issued',
        }),
        signer: pattern.optional().meta({ description: 'As kubernetes.io/kube-apiserver-client' }),
        state: z
          .enum(['pending', 'approved', 'issued', 'denied', 'failed'])
          .optional()
          .meta({ description: 'How far it is; one that was issued is approved, too' }),
        expirationSeconds: pattern.optional(),
        ...content,
      }),
    ]),
    ...checkExtras,
  })
  .meta({
    description:
      'An X.509 certificate, in a Secret or asked for by a CertificateSigningRequest: whom it is for, who signed it, how long it is valid',
  });
