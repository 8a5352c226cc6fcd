import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** One end of a connection, as a test asks for it. */
export interface Wanted {
  readonly protocol: 'TCP' | 'UDP';
  readonly address: string;
  readonly port: number;
}

/** Where connections are waited for; an answer by UDP comes from that address only if it is listened on by itself. */
export interface Listened extends Pick<Wanted, 'protocol' | 'port'> {
  readonly address?: string;
}

/** A line to an agent; each is answered with a line of the same id. */
export type Order =
  | { readonly id: number; readonly listen: readonly Listened[] }
  | { readonly id: number; readonly connect: readonly Wanted[]; readonly from?: string; readonly timeoutMs: number };

export interface Done {
  readonly id: number;
  /** For each that was to be connected to: something came back. */
  readonly reached: readonly boolean[];
}

/** Runs in the network of a pod, or of a machine outside, and makes its connections: orders on stdin, answers on stdout. */
const listening = new Set<string>();
const greeting = 'reached';

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const order = JSON.parse(line) as Order; // of the test's
    const reached = 'listen' in order ? await listenOn(order.listen) : await connectAll(order);
    process.stdout.write(`${JSON.stringify({ id: order.id, reached } satisfies Done)}\n`);
  })
  .on('close', () => process.exit(0));

async function listenOn(wanted: readonly Listened[]): Promise<readonly boolean[]> {
  const fresh = wanted.filter((one) => !listening.has(keyOf(one)));
  for (const one of fresh) listening.add(keyOf(one));
  await Promise.all(fresh.map((one) => (one.protocol === 'TCP' ? listenTcp(one) : listenUdp(one))));
  return [];
}

const keyOf = ({ protocol, port, address = '' }: Listened): string => `${protocol} ${port} ${address}`;

/** Where the pod's own program listens already, that answers. */
function listenTcp({ port, address = '0.0.0.0' }: Listened): Promise<void> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.on('error', () => undefined).end(greeting));
    server.on('error', () => resolve());
    server.listen(port, address, resolve);
  });
}

function listenUdp({ port, address = '0.0.0.0' }: Listened): Promise<void> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.on('message', (_, sender) => socket.send(greeting, sender.port, sender.address));
    socket.on('error', () => resolve());
    socket.bind(port, address, resolve);
  });
}

const connectAll = ({ connect: all, from, timeoutMs }: Extract<Order, { connect: unknown }>) =>
  Promise.all(all.map((one) => (one.protocol === 'TCP' ? reachTcp : reachUdp)(one, from, timeoutMs)));

function reachTcp({ address, port }: Wanted, from: string | undefined, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, ...(from === undefined ? {} : { localAddress: from }) });
    const done = (isReached: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isReached);
    };
    const timer = setTimeout(() => done(false), timeoutMs);
    socket.on('connect', () => done(true)).on('error', () => done(false));
  });
}

/** Asked twice: a datagram may be lost. */
function reachUdp({ address, port }: Wanted, from: string | undefined, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const done = (isReached: boolean) => {
      for (const timer of timers) clearTimeout(timer);
      socket.close();
      resolve(isReached);
    };
    const ask = () => socket.send('?', port, address, () => undefined);
    const timers = [setTimeout(ask, timeoutMs / 2), setTimeout(() => done(false), timeoutMs)];
    socket.on('message', () => done(true)).on('error', () => undefined);
    socket.bind(0, from, ask);
  });
}
