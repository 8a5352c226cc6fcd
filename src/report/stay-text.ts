import type { StayTime } from '../kubernetes/scheduling.ts';

/** `stays on a node tainted x:NoExecute for 600 s`, after the name of what stays. */
export function stayText(time: StayTime, node: string): string {
  if (time === 'forever') return `stays on ${node} for good`;
  return time === 0 ? `leaves ${node} at once` : `stays on ${node} for ${time} s`;
}
