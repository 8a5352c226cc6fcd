import { parseDocument } from 'yaml';
import type * as z from 'zod';
import { labSchema } from './schema/lab.ts';

const headSchema = labSchema.pick({
  ...{
    name: true,
    title: true,
    topic: true,
    kcna: true,
    level: true,
    minutes: true,
    kubernetes: true,
    needs: true,
    after: true,
  },
});

/** What a list of labs shows of each. */
export type LabHead = z.output<typeof headSchema>;

/**
 * The head of a lab file without reading the rest of it, which is most: lists of labs are to appear at once.
 * Undefined where the head has mistakes; `parseLab` names them.
 */
export function parseLabHead(text: string): LabHead | undefined {
  const blocks = text.split(/^(?=[a-z]+:)/m).filter((block) => headKeys.has(block.slice(0, block.indexOf(':'))));
  const document = parseDocument(blocks.join(''), { logLevel: 'silent', stringKeys: true });
  if (document.errors.length > 0) return undefined;
  return headSchema.safeParse(document.toJS({ maxAliasCount: 0 })).data;
}

const headKeys: ReadonlySet<string> = new Set(Object.keys(headSchema.shape));
