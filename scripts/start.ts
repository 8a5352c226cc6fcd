import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildIfChanged } from './build-if-changed.ts';

/** `npm start`: the embedded cluster, and a lab on it: the one under way, or else the next one. */
const binary = fileURLToPath(new URL('../bin/kubeproctor.js', import.meta.url));

buildIfChanged();
for (const args of [['up'], ['start']]) {
  const { status } = spawnSync(process.execPath, [binary, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 130);
}
console.log(
  '\nIn these lines, kubeproctor is  npx kubeproctor  and kubectl, if you have none,  npx kubeproctor kubectl .',
);
