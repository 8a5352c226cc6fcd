import type { LabHead } from '../lab/parse-lab-head.ts';

/** A topic as a heading: `network-policies` → `Network policies`. */
export const topicText = (topic: string): string => capital(topic.replaceAll('-', ' '));

/** A domain of the KCNA exam; https://github.com/cncf/curriculum */
export const domainText = (domain: NonNullable<LabHead['kcna']>): string => capital(domain.replaceAll('-', ' '));

/** `45 min`, `2 h`, `2 h 25 min`. */
export function hoursText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [...(hours === 0 ? [] : [`${hours} h`]), ...(rest === 0 && hours > 0 ? [] : [`${rest} min`])].join(' ');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
