import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Done, Order } from './traffic-agent.ts';

/** Makes connections where it runs. */
export interface Agent {
  readonly listen: (ports: Extract<Order, { listen: unknown }>['listen']) => Promise<void>;
  readonly connect: (wanted: Omit<Extract<Order, { connect: unknown }>, 'id'>) => Promise<readonly boolean[]>;
  readonly end: () => void;
}

/** The command line to start one with, wherever that is to be; without its types, which take longer to strip than it to start. */
export function agentCommand(folder: string): readonly string[] {
  const program = join(folder, 'traffic-agent.mjs');
  const source = readFileSync(join(import.meta.dirname, 'traffic-agent.ts'), 'utf8');
  writeFileSync(program, stripTypeScriptTypes(source));
  return [process.execPath, program];
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
