import { dirname } from 'node:path';
import { isJsonObject, type Json, type JsonObject, valueAt } from '../kubernetes/json.ts';
import { UserError } from '../user-error.ts';
import { invalid, type KubeconfigFile, readKubeconfigs } from './read-kubeconfigs.ts';

/** The context to use and what it names, as written in the kubeconfig files. */
export interface ChosenContext {
  readonly context: string;
  readonly namespace: string;
  readonly cluster: KubeconfigEntry;
  /** `{}` for a context without a user: kubectl is anonymous then. */
  readonly user: KubeconfigEntry;
}

export interface KubeconfigEntry {
  readonly name: string;
  readonly value: JsonObject;
  /** Folder of the file it stands in: its relative paths start there. */
  readonly directory: string;
}

/**
 * Finds the context as kubectl does: `--kubeconfig`, else the files of KUBECONFIG (the first to set a name or the
 * current context wins, files that do not exist are skipped), else `~/.kube/config`.
 * https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 * @throws UserError
 */
export async function chooseContext(options: {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<ChosenContext> {
  const files = await readKubeconfigs(options.kubeconfig, options.env);
  const name = options.context ?? firstCurrentContext(files);
  if (name === undefined) throw noContext(files);
  const context = entryOf(files, 'context', name);
  if (context === undefined) throw unknownContext(name, files);
  const { cluster, user, namespace } = context.value;
  return {
    context: name,
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default',
    cluster: namedEntry(files, name, 'cluster', cluster),
    user: user === undefined || user === '' ? nobody : namedEntry(files, name, 'user', user),
  };
}

type Section = 'cluster' | 'user' | 'context';

const nobody: KubeconfigEntry = { name: '', value: {}, directory: '' };

const firstCurrentContext = (files: readonly KubeconfigFile[]): string | undefined =>
  files.map((file) => file.content['current-context']).find((name) => typeof name === 'string' && name !== '') as
    | string // what find returns satisfies its predicate
    | undefined;

function entryOf(files: readonly KubeconfigFile[], section: Section, name: string): KubeconfigEntry | undefined {
  for (const file of files) {
    const entry = entriesOf(file, section).find((one) => valueAt(one, 'name') === name);
    if (entry === undefined) continue;
    const value = valueAt(entry, section) ?? {};
    if (!isJsonObject(value)) throw invalid(file.path, `${section} "${name}" is no mapping`);
    return { name, value, directory: dirname(file.path) };
  }
  return undefined;
}

function entriesOf(file: KubeconfigFile, section: Section): readonly Json[] {
  const entries = file.content[`${section}s`] ?? [];
  if (Array.isArray(entries)) return entries;
  throw invalid(file.path, `"${section}s" is no list`);
}

function namedEntry(
  files: readonly KubeconfigFile[],
  context: string,
  section: 'cluster' | 'user',
  name: Json | undefined,
): KubeconfigEntry {
  const entry = typeof name === 'string' ? entryOf(files, section, name) : undefined;
  if (entry !== undefined) return entry;
  throw new UserError('incomplete_context', `Context "${context}" names no ${section} that the kubeconfig has.`, {
    wayOut: 'Look at it with "kubectl config view", or choose another with --context.',
  });
}

function noContext(files: readonly KubeconfigFile[]): UserError {
  const names = contextNames(files);
  if (names.length === 0)
    return new UserError('no_context', 'No Kubernetes cluster is configured here.', {
      wayOut: 'Run "kubeproctor up" for a cluster on this machine, or name a kubeconfig with --kubeconfig.',
      exitCode: 3,
    });
  return new UserError('no_context', 'The kubeconfig has no current context.', {
    wayOut: `Choose one with --context: ${names.join(', ')}.`,
    exitCode: 3,
  });
}

function unknownContext(name: string, files: readonly KubeconfigFile[]): UserError {
  const names = contextNames(files);
  return new UserError('unknown_context', `The kubeconfig has no context "${name}".`, {
    wayOut: names.length === 0 ? 'It has none at all.' : `It has: ${names.join(', ')}.`,
  });
}

const contextNames = (files: readonly KubeconfigFile[]): readonly string[] => [
  ...new Set(
    files.flatMap((file) => entriesOf(file, 'context').flatMap((entry) => [valueAt(entry, 'name')].filter(isText))),
  ),
];

const isText = (value: Json | undefined): value is string => typeof value === 'string';
