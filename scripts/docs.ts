import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LabProof } from '../src/prove/lab-proof.ts';
import { buildIfChanged } from './build-if-changed.ts';
import type { FirstRuns } from './figures-table.ts';
import { figuresTable, withFigures } from './figures-table.ts';
import { messagesPage } from './messages-page.ts';

/**
 * `npm run docs`: proves all labs on an embedded cluster of its own, and writes what that shows: the table of
 * docs/grading.md and the page docs/messages.md. `npm run docs -- FILE…` takes what `prove -o json` has written instead.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const binary = join(root, 'bin', 'kubeproctor.js');
const firstRuns: FirstRuns = JSON.parse(readFileSync(join(root, 'docs', 'first-run.json'), 'utf8')); // when a lab met its blind set, written once
const given = process.argv.slice(2);
const proofs = given.length > 0 ? given.flatMap((file) => proofsIn(readFileSync(file, 'utf8'))) : proveAll();

const grading = join(root, 'docs', 'grading.md');
writeFileSync(grading, withFigures(readFileSync(grading, 'utf8'), figuresTable(proofs, firstRuns)));
writeFileSync(join(root, 'docs', 'messages.md'), messagesPage(proofs));

function proveAll(): readonly LabProof[] {
  buildIfChanged();
  const folder = mkdtempSync(join(tmpdir(), 'kubeproctor-docs-'));
  const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state'), KUBECONFIG: join(folder, 'kubeconfig') };
  const kubeproctor = (args: readonly string[], stdout: 'pipe' | 'inherit') => {
    const options = { env, stdio: ['ignore', stdout, 'inherit'] as const, encoding: 'utf8' as const };
    return spawnSync(process.execPath, [binary, ...args], {
      ...options,
      stdio: [...options.stdio],
      maxBuffer: 2 ** 28,
    });
  };
  try {
    if (kubeproctor(['up', '--nodes', '3'], 'inherit').status !== 0) process.exit(1);
    const { status, stdout } = kubeproctor(['prove', '-o', 'json'], 'pipe');
    if (status !== 0) throw new Error('some lab is not proven: kubeproctor prove LAB tells more');
    return proofsIn(stdout);
  } finally {
    kubeproctor(['down', '--delete'], 'inherit');
    rmSync(folder, { recursive: true, force: true });
  }
}

function proofsIn(text: string): readonly LabProof[] {
  const { labs } = JSON.parse(text) as { readonly labs: readonly LabProof[] }; // prove's own
  return labs;
}
