import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { getFromApiServer } from './api-server.ts';
import type { Pod, Policy, Space, World } from './policy-rules.ts';
import { policyRules } from './policy-rules.ts';

/**
 * Enforces NetworkPolicies for the pods of the node in whose namespaces it runs, by iptables: PKI SERVER NODE. What is
 * refused is dropped, so that a connection times out, as with most plug-ins. SIGTERM takes its rules away again.
 */
const [pki = '', server = '', node = ''] = process.argv.slice(2);

interface Listed {
  readonly metadata: { readonly uid: string };
}
type Items = ReadonlyMap<string, Listed>;

const watched = ['/api/v1/pods', '/api/v1/namespaces', '/apis/networking.k8s.io/v1/networkpolicies'] as const;
const store = new Map<string, Items>();
let [isWanted, stale]: [boolean, readonly string[]] = [false, []];

process.on('SIGTERM', () => {
  restore([
    '-D FORWARD -j KP-NETPOL',
    '-F KP-NETPOL',
    ...stale.flatMap((chain) => [`-F ${chain}`, `-X ${chain}`]),
    '-X KP-NETPOL',
  ]);
  process.exit(0);
});
restore([':KP-NETPOL - [0:0]', '-I FORWARD 1 -j KP-NETPOL']);
for (const path of watched) void follow(path);

/** Lists, then watches, again and again. */
async function follow(path: string): Promise<never> {
  for (;;) {
    const listing = (await getFromApiServer({ pki, server }, path)) as
      | { readonly metadata: { readonly resourceVersion: string }; readonly items: readonly Listed[] }
      | undefined; // a list of the API server's
    if (listing !== undefined) {
      keep(path, new Map(listing.items.map((item) => [item.metadata.uid, item])));
      await watch(path, listing.metadata.resourceVersion);
    }
    await sleep(300);
  }
}

function watch(path: string, version: string): Promise<void> {
  const tls = { ca: read('ca.crt'), cert: read('admin.crt'), key: read('admin.key') };
  const target = `${path}?watch=1&resourceVersion=${version}`;
  return new Promise((resolve) => {
    const asking = request({ ...tls, host: server, port: 6443, path: target, agent: false }, (response) => {
      createInterface({ input: response })
        .on('line', (line) => {
          const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: Listed }; // an event
          if (type === 'ERROR') return asking.destroy();
          const items = new Map(store.get(path));
          if (type === 'DELETED') items.delete(object.metadata.uid);
          else items.set(object.metadata.uid, object);
          return keep(path, items);
        })
        .on('close', resolve);
    });
    asking.on('error', () => resolve());
    asking.on('close', resolve);
    asking.end();
  });
}

function keep(path: string, items: Items): void {
  store.set(path, items);
  if (store.size < watched.length || isWanted) return;
  isWanted = true;
  setImmediate(() => {
    isWanted = false;
    enforce();
  });
}

let enforced = '';

/** All in one transaction, with the jump at the head of FORWARD: kube-proxy's chain there lets masqueraded traffic pass. */
function enforce(): void {
  const [pods, spaces, policies] = watched.map((path) => [...(store.get(path)?.values() ?? [])]);
  const world = {
    pods: pods as unknown as Pod[],
    spaces: spaces as unknown as Space[],
    policies: policies as unknown as Policy[],
  }; // as listed
  const { chains, rules } = policyRules(world satisfies World, node);
  const text = [...chains, ...rules].join('\n');
  if (text === enforced) return;
  enforced = text;
  const gone = stale.filter((chain) => !chains.includes(chain));
  restore([
    ...[':KP-NETPOL', ...chains.map((chain) => `:${chain}`), ...gone.map((chain) => `:${chain}`)].map(
      (chain) => `${chain} - [0:0]`,
    ),
    ...['-D FORWARD -j KP-NETPOL', '-I FORWARD 1 -j KP-NETPOL'],
    ...rules,
    ...gone.map((chain) => `-X ${chain}`),
  ]);
  stale = chains;
  console.log(`${new Date().toISOString()} ${chains.length} chains, ${rules.length} rules`);
}

function restore(lines: readonly string[]): void {
  const input = ['*filter', ...lines, 'COMMIT', ''].join('\n');
  const { status, stderr } = spawnSync('iptables-restore', ['-w', '5', '--noflush'], { input, encoding: 'utf8' });
  if (status === 0) return;
  console.error(stderr, input);
  process.exit(1);
}

function read(file: string): Buffer {
  return readFileSync(join(pki, file));
}
