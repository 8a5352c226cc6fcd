import type { CheckKindName } from '../lab/schema/checks.ts';
import type { CheckKind } from './check-kind.ts';
import { accessKind } from './kinds/access.ts';
import { admissionKind } from './kinds/admission.ts';
import { answerKind } from './kinds/answer.ts';
import { celKind } from './kinds/cel.ts';
import { certificateKind } from './kinds/certificate.ts';
import { dnsKind } from './kinds/dns.ts';
import { execKind } from './kinds/exec.ts';
import { httpKind } from './kinds/http.ts';
import { keptKind } from './kinds/kept.ts';
import { logKind } from './kinds/log.ts';
import { objectKind } from './kinds/object.ts';
import { placementKind } from './kinds/placement.ts';
import { reachKind } from './kinds/reach.ts';
import { releaseKind } from './kinds/release.ts';
import { rolloutKind } from './kinds/rollout.ts';
import { selectsKind } from './kinds/selects.ts';
import { workloadKind } from './kinds/workload.ts';

/** Compositions are judged in `grade/`, where an unknown part can be told from a failed one. */
export type LeafKindName = Exclude<CheckKindName, 'all' | 'any' | 'not'>;

/** Every kind that judges the cluster, complete by its type. */
export const checkKinds: { readonly [Name in LeafKindName]: CheckKind<Name> } = {
  object: objectKind,
  workload: workloadKind,
  placement: placementKind,
  selects: selectsKind,
  access: accessKind,
  reach: reachKind,
  rollout: rolloutKind,
  kept: keptKind,
  certificate: certificateKind,
  release: releaseKind,
  admission: admissionKind,
  http: httpKind,
  log: logKind,
  exec: execKind,
  dns: dnsKind,
  answer: answerKind,
  cel: celKind,
};
