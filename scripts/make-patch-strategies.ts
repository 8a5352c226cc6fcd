import { readFileSync, writeFileSync } from 'node:fs';
import { patchStrategiesSource } from './patch-strategies-source.ts';

/** `node scripts/make-patch-strategies.ts OPENAPI.json`, of `kubectl get --raw /openapi/v2`, then `biome check --write`. */
const [file = ''] = process.argv.slice(2);
writeFileSync(
  new URL('../src/session/apply/patch-strategies.ts', import.meta.url),
  patchStrategiesSource(JSON.parse(readFileSync(file, 'utf8'))),
);
