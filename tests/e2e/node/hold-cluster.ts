import type { Programs } from '../programs.ts';
import { realNodes } from './real-nodes.ts';

/** Brings up a cluster with a running pod, says `ready`, and stays, to be killed by a test. */
const programs = JSON.parse(process.argv[2] ?? '') as Programs; // as the test has them
const { kubectl } = await realNodes({ programs });
await kubectl(['run', 'sleeper', '--image=busybox:1.37', '--', 'sleep', '3600']);
await kubectl(['wait', 'pod/sleeper', '--for=condition=Ready', '--timeout=60s']);
console.log('ready');
setInterval(() => undefined, 1_000_000);
