/**
 * What has a container printed? The Pod is told by its uid too: a namesake made later has printed something else.
 * `run`: the one under way, or the last one when none is; or the last one that has ended.
 */
export interface LogRead {
  readonly read: 'log';
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly run: 'current' | 'ended';
}

/**
 * - `log`: its end, as much as is read of it; `isCut`: there is more before or after. `exitCode`: of a run that has ended.
 * - `noLog`: there is no such run yet; `words` say why, where the kubelet does.
 */
export type LogAnswer =
  | { readonly answer: 'log'; readonly text: string; readonly isCut: boolean; readonly exitCode?: number }
  | { readonly answer: 'noLog'; readonly words: string };

export const logKey = ({ namespace, pod, uid, container, run }: LogRead): string =>
  `log ${namespace}/${pod} ${uid} ${container} ${run}`;

export const logTitle = ({ namespace, pod, container, run }: LogRead): string =>
  `the log of ${run === 'ended' ? 'the last ended run of ' : ''}container ${container} of pod/${pod} in ${namespace}`;
