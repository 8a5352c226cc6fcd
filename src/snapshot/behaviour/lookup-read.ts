/** What does a name mean to the programs in a Pod, by the resolver settings that it has? */
export interface LookupRead {
  readonly read: 'lookup';
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly name: string;
}

/**
 * - `lookup`: full names in the order in which they were tried; `found`: the one that has addresses, absent where none has
 * - `notRun`: the container has no program to ask with
 */
export type LookupAnswer =
  | {
      readonly answer: 'lookup';
      readonly asked: readonly string[];
      readonly found?: string;
      readonly addresses: readonly string[];
    }
  | { readonly answer: 'notRun'; readonly words: string };

export const lookupKey = ({ namespace, pod, uid, container, name }: LookupRead): string =>
  `lookup ${namespace}/${pod} ${uid} ${container} ${name}`;

export const lookupTitle = ({ namespace, pod, name }: LookupRead): string =>
  `what the name ${name} means in pod/${pod} in ${namespace}`;
