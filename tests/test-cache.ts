import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the tests keep outside of the clone, in the user's cache. */
export const testCache = (env: NodeJS.ProcessEnv): string =>
  join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubeproctor', 'tests');
