import type { ClusterProduct } from '../kubernetes/cluster-product.ts';
import type { Answer, Outage, Read } from './read.ts';
import { readKey, readTitle } from './read.ts';

/** The answers to all reads of one grading: plain JSON, enough to grade again without the cluster. */
export interface Snapshot {
  /** RFC 3339, when the first read was sent. */
  readonly takenAt: string;
  readonly cluster: ClusterIdentity;
  /** Capabilities that the lab needs, or would make use of, and this cluster was found to lack, as `pods-run`. */
  readonly missingCapabilities: readonly string[];
  /** It was measured that this cluster lets traffic through that a NetworkPolicy forbids. */
  readonly unenforced?: Unenforced;
  /** By `readKey`. */
  readonly answers: Readonly<Record<string, Answer>>;
}

export interface Unenforced {
  /** RFC 3339. */
  readonly measuredAt: string;
  /** What made the cluster, for advice. */
  readonly product?: ClusterProduct;
}

/** Which cluster this was: the uid of namespace `kube-system` is the identity, the rest is for people. */
export interface ClusterIdentity {
  readonly uid: string;
  /** `gitVersion`, as `v1.36.4`. */
  readonly version: string;
  /** Name of the kubeconfig context that was used. */
  readonly context: string;
}

/** The outages among the answers that these reads need; empty when all are answered. */
export function outagesAmong(snapshot: Snapshot, reads: readonly Read[]): readonly UnansweredRead[] {
  return reads.flatMap((read): readonly UnansweredRead[] => {
    const key = readKey(read);
    const answer: Answer = snapshot.answers[key] ?? notAsked;
    return answer.answer === 'outage' ? [{ read: key, about: readTitle(read), outage: answer.outage }] : [];
  });
}

const notAsked: Answer = { answer: 'outage', outage: { code: 'unreachable', detail: 'not asked' } };

export interface UnansweredRead {
  /** Key of the read. */
  readonly read: string;
  /** The read in words. */
  readonly about: string;
  readonly outage: Outage;
}
