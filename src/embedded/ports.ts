import { createServer } from 'node:net';
import type { Ports } from './flags.ts';

/** Ports of 127.0.0.1 that were free a moment ago. They are held until all are known, so that no two are the same. */
export async function chooseFreePorts(): Promise<Ports> {
  const held = await Promise.all([hold(0), hold(0), hold(0)]);
  const [apiserver = 0, etcd = 0, etcdPeer = 0] = held.map(({ port }) => port);
  await Promise.all(held.map(({ release }) => release()));
  return { apiserver, etcd, etcdPeer };
}

/** Whether somebody could listen on the port of 127.0.0.1 now. */
export async function isFree(port: number): Promise<boolean> {
  try {
    await (await hold(port)).release();
    return true;
  } catch {
    return false;
  }
}

function hold(port: number): Promise<{ port: number; release: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      const release = () => new Promise<void>((done) => server.close(() => done()));
      resolve({ port: typeof address === 'object' && address !== null ? address.port : 0, release });
    });
  });
}
