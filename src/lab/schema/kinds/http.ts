import * as z from 'zod';
import { checkExtras, inNamespace, objectName, pattern } from '../common.ts';

const asked = {
  path: z
    .string()
    .regex(
      /^\/(?!.*(^|\/)\.\.?(\/|\?|$))[!-"$-~]*$/,
      'begins with /, has no dots for folders, and is encoded as in a URL',
    )
    .optional()
    .meta({ description: 'With its query; default: /' }),
  https: z.literal(true).optional().meta({ description: 'The program speaks TLS on that port' }),
};
const wanted = {
  status: pattern.optional().meta({ description: 'Default: from 200 to 299' }),
  headers: pattern.optional().meta({ description: 'Names in lower case: as { location: /login }' }),
  body: pattern.optional().meta({ description: 'The text of the body, white space at its end aside' }),
  json: pattern.optional().meta({ description: 'The body as JSON' }),
};

export const httpCheck = z
  .strictObject({
    http: z.union([
      z.strictObject({
        service: z.string().meta({ description: 'A Service: whichever of its ready Pods answers' }),
        in: inNamespace,
        port: z.union([z.int().min(1).max(65_535), z.string()]).meta({ description: 'Its port, by number or name' }),
        ...asked,
        ...wanted,
      }),
      z.strictObject({
        podsOf: objectName.meta({ description: 'A workload, or one Pod: of its Pods one answers so' }),
        in: inNamespace,
        port: z
          .union([z.int().min(1).max(65_535), z.string()])
          .meta({ description: "The Pods' port, by number or by its name in the Pod" }),
        every: z.literal(true).optional().meta({ description: 'All of them do' }),
        ...asked,
        ...wanted,
      }),
    ]),
    ...checkExtras,
  })
  .meta({
    description:
      "What a program answers to a GET, asked through the API server's proxy: it says that the program answers, not that a NetworkPolicy lets anybody through",
  });
