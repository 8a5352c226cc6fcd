import type { LabFacts } from '../lab-facts.ts';
import type { Finding } from '../mistake.ts';
import { badAdmissions } from './admission-rules.ts';
import { badBehaviour } from './behaviour-rules.ts';
import { misspeltKinds, misusedBindings } from './binding-rules.ts';
import { badAnswers, badCel, badPermissions, badWords } from './expression-rules.ts';
import { missingFiles } from './file-rules.ts';
import { missingNamespaces, unknownAliases } from './namespace-rules.ts';
import { badPatterns } from './pattern-rules.ts';
import { ambiguousNames, unknownPlaceholders } from './placeholder-rules.ts';
import { circularTasks, needlessAnswers, repeatedTaskIds, unknownTasks } from './task-rules.ts';

/** What must hold in a lab file beyond its shape. One function a rule. */
export const labRules: readonly ((facts: LabFacts) => readonly Finding[])[] = [
  unknownAliases,
  missingNamespaces,
  ambiguousNames,
  unknownPlaceholders,
  repeatedTaskIds,
  unknownTasks,
  needlessAnswers,
  circularTasks,
  misusedBindings,
  misspeltKinds,
  badPatterns,
  badCel,
  badPermissions,
  badAnswers,
  badAdmissions,
  badBehaviour,
  badWords,
  missingFiles,
];
