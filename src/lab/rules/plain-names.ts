import type { LabFacts } from '../lab-facts.ts';
import type { Replacements } from '../placeholders.ts';

/** What placeholders stand for in the plain copy: themselves. */
export const plainNames = ({ namespaces, names }: LabFacts): Replacements =>
  Object.fromEntries([...namespaces, ...names].map((name) => [name, name]));
