import * as z from 'zod';
import { checkExtras } from './common.ts';
import { accessCheck } from './kinds/access.ts';
import { admissionCheck } from './kinds/admission.ts';
import { answerCheck } from './kinds/answer.ts';
import { celCheck } from './kinds/cel.ts';
import { certificateCheck } from './kinds/certificate.ts';
import { dnsCheck } from './kinds/dns.ts';
import { execCheck } from './kinds/exec.ts';
import { httpCheck } from './kinds/http.ts';
import { keptCheck } from './kinds/kept.ts';
import { logCheck } from './kinds/log.ts';
import { objectCheck } from './kinds/object.ts';
import { placementCheck } from './kinds/placement.ts';
import { reachCheck } from './kinds/reach.ts';
import { releaseCheck } from './kinds/release.ts';
import { rolloutCheck } from './kinds/rollout.ts';
import { selectsCheck } from './kinds/selects.ts';
import { workloadCheck } from './kinds/workload.ts';

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
