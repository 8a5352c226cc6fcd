import { type Document, isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';

/** Name of our cluster, user and context in a kubeconfig. */
export const contextName = 'kubeproctor';

/** What is written into a kubeconfig under the name `kubeproctor`. */
export interface KubeconfigEntry {
  readonly server: string;
  readonly caPem: string;
  readonly certificatePem: string;
  readonly keyPem: string;
  /** The state folder of the cluster: by it an entry is known as ours, also after the cluster itself is gone. */
  readonly stateFolder: string;
}

export type MergeResult =
  | { readonly kind: 'merged'; readonly text: string; readonly previousContext: string | null }
  | { readonly kind: 'foreign'; readonly section: Section }
  | { readonly kind: 'invalid'; readonly reason: string };

export type Section = (typeof sections)[number]['key'];

const sections = [
  { key: 'clusters', item: 'cluster' },
  { key: 'users', item: 'user' },
  { key: 'contexts', item: 'context' },
] as const;

/**
 * The kubeconfig with our entry in it and our context as the current one. Everything else stays as it is, comments
 * included. Entries of the same name that are not ours are left alone, and nothing is merged.
 */
export function mergeKubeconfig(text: string, entry: KubeconfigEntry): MergeResult {
  const opened = openKubeconfig(text);
  if ('reason' in opened) return { kind: 'invalid', reason: opened.reason };
  const { document } = opened;
  for (const { key, item } of sections) {
    const found = findItem(document, key);
    if (found !== undefined && !isOurs(found, item, entry)) return { kind: 'foreign', section: key };
  }
  const current = currentContext(document);
  for (const { key, item } of sections) putItem(document, key, item, contentOf(item, entry));
  document.set('current-context', contextName);
  return { kind: 'merged', text: print(document, text), previousContext: current };
}

/**
 * The kubeconfig without what is ours. Where our context is the current one, `previousContext` becomes it again, null
 * meaning that there was none. Undefined where nothing is ours, or the text is no kubeconfig.
 */
export function removeFromKubeconfig(
  text: string,
  owner: Pick<KubeconfigEntry, 'stateFolder' | 'caPem'>,
  previousContext: string | null,
): string | undefined {
  const opened = openKubeconfig(text);
  if ('reason' in opened) return undefined;
  const { document } = opened;
  const ours = sections.filter(({ key, item }) => {
    const found = findItem(document, key);
    return found !== undefined && isOurs(found, item, owner);
  });
  if (ours.length === 0) return undefined;
  for (const { key } of ours) {
    const list = document.get(key);
    if (isSeq(list)) list.items = list.items.filter((each) => !(isMap(each) && each.get('name') === contextName));
  }
  const hadContext = ours.some(({ key }) => key === 'contexts');
  if (hadContext && currentContext(document) === contextName) {
    if (previousContext === null) document.delete('current-context');
    else document.set('current-context', previousContext);
  }
  return print(document, text);
}

/** What a kubeconfig says of contexts, as far as it can be read. */
export function readContexts(text: string): { readonly names: readonly string[]; readonly current: string | null } {
  const opened = openKubeconfig(text);
  if ('reason' in opened) return { names: [], current: null };
  const list = opened.document.get('contexts');
  const names = isSeq(list) ? list.items.map((each) => (isMap(each) ? each.get('name') : undefined)) : [];
  return { names: names.filter((name) => typeof name === 'string'), current: currentContext(opened.document) };
}

/** The kubeconfig with this context as the current one; undefined where the text is no kubeconfig. */
export function withCurrentContext(text: string, context: string): string | undefined {
  const opened = openKubeconfig(text);
  if ('reason' in opened) return undefined;
  opened.document.set('current-context', context);
  return print(opened.document, text);
}

/** Whether the kubeconfig holds no cluster, user or context at all. */
export function isEmptyKubeconfig(text: string): boolean {
  const opened = openKubeconfig(text);
  if ('reason' in opened) return false;
  return sections.every(({ key }) => {
    const list = opened.document.get(key);
    return list === undefined || list === null || (isSeq(list) && list.items.length === 0);
  });
}

function openKubeconfig(text: string): { readonly document: Document } | { readonly reason: string } {
  const document = parseDocument(text.trim() === '' ? 'apiVersion: v1\nkind: Config\n' : text);
  const [error] = document.errors;
  if (error !== undefined) return { reason: error.message.split('\n')[0] ?? 'not YAML' };
  if (!isMap(document.contents)) return { reason: 'not a mapping' };
  const odd = sections.find(({ key }) => {
    const list = document.get(key);
    return list !== undefined && list !== null && !isSeq(list);
  });
  return odd === undefined ? { document } : { reason: `${odd.key} is not a list` };
}

function findItem(document: Document, key: Section): YAMLMap | undefined {
  const list = document.get(key);
  if (!isSeq(list)) return undefined;
  return list.items.find((each): each is YAMLMap => isMap(each) && each.get('name') === contextName);
}

/** By the state folder in our extension, which kubectl keeps; a cluster also by its certificate authority. */
function isOurs(found: YAMLMap, item: string, owner: Pick<KubeconfigEntry, 'stateFolder' | 'caPem'>): boolean {
  const extensions = found.getIn([item, 'extensions']);
  const isMarked =
    isSeq(extensions) &&
    extensions.items.some(
      (each) =>
        isMap(each) &&
        each.get('name') === extensionName &&
        each.getIn(['extension', 'stateFolder']) === owner.stateFolder,
    );
  return isMarked || found.getIn([item, 'certificate-authority-data']) === base64(owner.caPem);
}

/** Extensions are for tools to leave notes in; each has a name in the tool's own domain. */
const extensionName = 'kubeproctor.dev';

function contentOf(item: (typeof sections)[number]['item'], entry: KubeconfigEntry): Record<string, unknown> {
  const extensions = [{ name: extensionName, extension: { stateFolder: entry.stateFolder } }];
  switch (item) {
    case 'cluster':
      return { 'certificate-authority-data': base64(entry.caPem), extensions, server: entry.server };
    case 'user':
      return {
        'client-certificate-data': base64(entry.certificatePem),
        'client-key-data': base64(entry.keyPem),
        extensions,
      };
    case 'context':
      return { cluster: contextName, extensions, user: contextName };
    default:
      return item satisfies never;
  }
}

/** A context's namespace and whatever else somebody set on our entries stays. */
function putItem(document: Document, key: Section, item: string, content: Record<string, unknown>): void {
  const found = findItem(document, key);
  const inner = found?.get(item);
  if (isMap(inner)) {
    for (const [field, value] of Object.entries(content)) inner.set(field, document.createNode(value));
    return;
  }
  const list = document.get(key);
  const added = document.createNode({ [item]: content, name: contextName });
  if (isSeq(list)) list.items = [...list.items.filter((each) => each !== found), added];
  else document.set(key, document.createNode([added]));
}

function currentContext(document: Document): string | null {
  const value = document.get('current-context');
  return typeof value === 'string' ? value : null;
}

/** Long lines stay long; lists are indented and braces padded as they were. kubectl itself indents and pads nothing. */
const print = (document: Document, before: string): string =>
  document.toString({
    lineWidth: 0,
    indentSeq: /^\w[\w-]*:\s*\n\s+[-#]/m.test(before),
    flowCollectionPadding: /[{[] /.test(before),
  });

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
