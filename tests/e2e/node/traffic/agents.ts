import type { ChildProcess } from 'node:child_process';
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

/** A line to an agent, whose program is `agent/main.go`; each is answered with a line of the same id. */
type Order =
  | { readonly id: number; readonly listen: readonly Listened[] }
  | { readonly id: number; readonly connect: readonly Wanted[]; readonly from?: string; readonly timeoutMs: number };

interface Done {
  readonly id: number;
  /** For each that was to be connected to: something came back. */
  readonly reached: readonly boolean[];
}

/** Makes connections where it runs. */
export interface Agent {
  readonly listen: (ports: Extract<Order, { listen: unknown }>['listen']) => Promise<void>;
  readonly connect: (wanted: Omit<Extract<Order, { connect: unknown }>, 'id'>) => Promise<readonly boolean[]>;
  readonly end: () => void;
}

/** Speaks with an agent that was started with pipes for its stdin and stdout. */
export function agentOf({ stdin, stdout }: ChildProcess): Agent {
  if (stdin === null || stdout === null) throw new Error('an agent is spoken with by pipes');
  const waiting = new Map<number, (done: Done) => void>();
  let [last, isOver] = [0, false];
  createInterface({ input: stdout })
    .on('line', (line) => {
      const done = JSON.parse(line) as Done; // an agent's
      waiting.get(done.id)?.(done);
      waiting.delete(done.id);
    })
    .on('close', () => {
      isOver = true;
      for (const [id, answer] of waiting) answer({ id, reached: [] });
    });
  stdin.on('error', () => undefined);
  const send = (order: Order): Promise<Done> =>
    new Promise((resolve) => {
      if (isOver) return resolve({ id: order.id, reached: [] }); // nothing is reached from where nobody is
      waiting.set(order.id, resolve);
      stdin.write(`${JSON.stringify(order)}\n`);
    });
  return {
    listen: async (listen) => void (await send({ id: ++last, listen })),
    connect: async (wanted) => (await send({ id: ++last, ...wanted })).reached,
    end: () => stdin.end(),
  };
}
