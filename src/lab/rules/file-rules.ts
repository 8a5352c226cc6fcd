import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import type { LabFacts } from '../lab-facts.ts';
import { listAt } from '../lab-facts.ts';
import type { Finding, Path } from '../mistake.ts';
import { listed, quoted } from '../mistake.ts';
import { nearestWord } from '../suggestion.ts';

/** Files that steps, variants and checks name lie in the lab's manifest folder. */
export function missingFiles(facts: LabFacts): readonly Finding[] {
  return namedFiles(facts).flatMap(({ path, text }): readonly Finding[] => {
    if (!isInnerPath(text)) {
      const message = `${quoted(text)} leads out of the lab's manifest folder: write a path inside it, as accept/other.yaml`;
      return [{ rule: 'outside-file', path, message }];
    }
    if (facts.files === undefined || facts.files.includes(text)) return [];
    const suggestion = nearestWord(text, facts.files);
    const known = suggestion === undefined ? `, which holds ${listed(facts.files)}` : '';
    return [
      {
        rule: 'missing-file',
        path,
        message: `no file ${quoted(text)} in the lab's manifest folder${known}`,
        suggestion,
      },
    ];
  });
}

/** Relative, with forward slashes, and never upwards. */
function isInnerPath(text: string): boolean {
  if (text === '' || text.startsWith('/') || /[\\:\u0000-\u001f]/.test(text)) return false;
  return text.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

interface NamedFile {
  readonly path: Path;
  readonly text: string;
}

function namedFiles(facts: LabFacts): readonly NamedFile[] {
  const inSteps = facts.visits.flatMap(({ path, value, id }): readonly NamedFile[] => {
    if (id !== 'Files' && id !== 'ManifestFile') return [];
    if (typeof value === 'string') return [{ path, text: value }];
    return Array.isArray(value) ? value.flatMap((text, index) => textAt([...path, index], text)) : [];
  });
  const variants = listAt(facts.document, 'variants').flatMap((variant, index) => {
    if (!isJsonObject(variant) || Object.hasOwn(variant, 'steps')) return [];
    return ['accept', 'reject'].flatMap((key) => textAt(['variants', index, key], variant[key]));
  });
  return [...inSteps, ...variants];
}

const textAt = (path: Path, value: Json | undefined): readonly NamedFile[] =>
  typeof value === 'string' ? [{ path, text: value }] : [];
