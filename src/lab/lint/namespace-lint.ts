import type { Mistake, Path } from '../mistake.ts';
import { quoted } from '../mistake.ts';
import { leavesOf } from './json-leaves.ts';
import type { LintRule } from './lab-draft.ts';
import { allObjects } from './lab-draft.ts';

/** A literal namespace where an alias exists would make a copy touch the plain one. */
export const literalNamespaces: LintRule = (draft) => {
  const aliases = Object.keys(draft.lab.namespaces);
  const inManifests = allObjects(draft).flatMap(({ written, mistakeAt }) => literals(written, aliases, mistakeAt));
  return [...literals(draft.lab, aliases, draft.mistakeAt), ...inManifests];
};

type MistakeAt = (finding: { readonly rule: string; readonly path: Path; readonly message: string }) => Mistake;

function literals(document: unknown, aliases: readonly string[], mistakeAt: MistakeAt): readonly Mistake[] {
  return leavesOf(document).flatMap(({ path, value }) => {
    const alias = typeof value === 'string' ? aliases.find((one) => namesLiterally(path, value, one)) : undefined;
    if (alias === undefined) return [];
    const written = path[0] !== 'solution' && path.at(-2) === 'in' ? `in: ${alias}` : `\${${alias}}`;
    const message = `the namespace ${quoted(alias)} is written literally, and another copy has it elsewhere: write ${quoted(written)}`;
    return [mistakeAt({ rule: 'literal-namespace', path, message })];
  });
}

/** Keys whose value is the name of a namespace, in objects and in patterns. */
const namespaceKeys: readonly unknown[] = ['namespace', 'kubernetes.io/metadata.name'];

function namesLiterally(path: Path, text: string, alias: string): boolean {
  if (text === alias) return namespaceKeys.includes(path.at(-1)) || isInList(path);
  return isInCommand(text, alias) || isInDnsName(text, alias) || isCalledNamespace(text, alias);
}

/** `namespaces: [shop]`, as in affinity terms. */
const isInList = (path: Path): boolean => path.at(-2) === 'namespaces' && typeof path.at(-1) === 'number';

const isInCommand = (text: string, alias: string): boolean =>
  new RegExp(`(?:^|\\s)(?:-n|--namespace)[ =]${alias}(?![\\w-])`, 'm').test(text);

/** `web.shop.svc`: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
const isInDnsName = (text: string, alias: string): boolean =>
  new RegExp(`\\.${alias}\\.(svc|pod)(?![\\w-])`).test(text);

const isCalledNamespace = (text: string, alias: string): boolean =>
  new RegExp(`namespaces? \`${alias}\`|\`${alias}\` namespace`, 'i').test(text);
