import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { isJsonObject, type Json, type JsonObject } from '../kubernetes/json.ts';
import { UserError } from '../user-error.ts';

export interface KubeconfigFile {
  readonly path: string;
  readonly content: JsonObject;
}

/** The files that kubectl would read, in the order in which they count. */
export async function readKubeconfigs(
  explicit: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly KubeconfigFile[]> {
  if (explicit !== undefined) {
    const file = await readKubeconfig(explicit);
    if (file !== undefined) return [file];
    throw new UserError('no_kubeconfig', `There is no kubeconfig file ${explicit}.`, { exitCode: 2 });
  }
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
  const paths = listed.length > 0 ? listed : [join(env.HOME || homedir(), '.kube', 'config')];
  const files = await Promise.all(paths.map(readKubeconfig));
  return files.filter((file) => file !== undefined);
}

async function readKubeconfig(path: string): Promise<KubeconfigFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
  return { path, content: parseKubeconfig(path, text) };
}

/** Only the place of a mistake is told: the text around it may hold a credential. */
function parseKubeconfig(path: string, text: string): JsonObject {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { version: '1.1', prettyErrors: false, lineCounter });
  const mistake = document.errors[0];
  if (mistake !== undefined) {
    const { line, col } = lineCounter.linePos(mistake.pos[0]);
    throw invalid(path, `no valid YAML at line ${line}, column ${col}`);
  }
  const content: Json = document.toJS() ?? {}; // JSON's types and dates are all YAML 1.1 has
  if (!isJsonObject(content)) throw invalid(path, 'no mapping');
  return content;
}

/** What is wrong with a file, never quoting it. */
export const invalid = (path: string, what: string) =>
  new UserError('invalid_kubeconfig', `The kubeconfig ${path} cannot be used: ${what}.`, {
    wayOut: 'Look at it with "kubectl config view", or name another with --kubeconfig.',
  });

const unreadable = (path: string, cause: unknown) =>
  new UserError('invalid_kubeconfig', `The kubeconfig ${path} could not be read.`, { cause });
