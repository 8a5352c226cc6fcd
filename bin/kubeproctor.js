#!/usr/bin/env node
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { start } from './start.js';

const [major, minor] = process.versions.node.split('.').map(Number);
const main = new URL('../dist/main.js', import.meta.url);

if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`kubeproctor needs Node.js 22.19 or newer; this is ${process.versions.node}.`);
  process.exitCode = 2;
} else if (!existsSync(main)) {
  console.error('kubeproctor is not built yet: run "npm run build" in its folder.');
  process.exitCode = 2;
} else {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubeproctor');
  nodeModule.enableCompileCache?.(join(cache, 'compile-cache')); // for what is loaded beside the bundle
  const command = process.argv.slice(2).find((word) => /^[a-z]+$/.test(word)) ?? 'kubeproctor';
  await start(main, join(cache, 'code'), command);
}
