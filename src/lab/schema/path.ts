import * as z from 'zod';
import { slug } from './lab.ts';

/** `labs/path.yaml`: in which order the labs of a folder are best done. */
export const pathSchema = z.strictObject({
  kubeproctor: z.literal(1).meta({ description: 'Version of this format' }),
  topics: z
    .record(slug, z.array(slug).min(1))
    .meta({ description: 'Topics in order, each with its labs in order: TOPIC: [LAB, LAB]' }),
});

export type LearnersPath = z.output<typeof pathSchema>;
