import type { AdmissionRefusal } from '../../kubernetes/admission-refusal.ts';
import type { JsonObject } from '../../kubernetes/json.ts';
import type { ObjectRef } from '../../kubernetes/kube-object.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';

type Spec = CheckOf<'admission'>['admission'];

/** Who should have refused, or warned. */
export type WantedRefuser = NonNullable<Spec['by']>;

/** What was tried in a dry run: the Pod of a workload, or an object that the lab brings along. */
export type Tried =
  | { readonly tried: 'podOf'; readonly workload: ObjectRef }
  | { readonly tried: 'object'; readonly kind: string; readonly namespace?: string; readonly object: JsonObject };

/** `kind`: the cluster knows no such kind. */
export type ToldRefusal = AdmissionRefusal | { readonly by: 'kind' };

export type AdmissionIssue =
  | {
      readonly code: 'not_admitted';
      readonly tried: Tried;
      readonly refusal: ToldRefusal;
      /** The API server's, without the name that it made up. */
      readonly words: string;
    }
  | { readonly code: 'not_refused'; readonly tried: Tried; readonly by: WantedRefuser }
  /** Refused, but by somebody else, or in other words (`says`) than wanted. */
  | {
      readonly code: 'refused_otherwise';
      readonly tried: Tried;
      readonly by: WantedRefuser;
      readonly wantedWords?: Spec['says'];
      readonly refusal: ToldRefusal;
      readonly words: string;
    }
  | {
      readonly code: 'not_warned';
      readonly tried: Tried;
      readonly by: WantedRefuser;
      readonly wantedWords?: Spec['says'];
      readonly warnings: readonly string[];
    };

/** `fits`: nothing is left of a quota since all the Pods of the workload are there. */
export interface AdmissionEvidence {
  readonly code: 'admission';
  readonly tried: Tried;
  readonly outcome: 'admitted' | 'refused' | 'warned' | 'fits';
  readonly words: string;
}
