import { notYetReady } from '../../cluster/classify-response.ts';
import type { StepContext } from './step-context.ts';
import { StepFailed } from './step-context.ts';

/**
 * Runs a write again while the cluster refuses it for what will pass by itself within seconds. kubectl would fail here,
 * and a person would simply repeat the command.
 */
export async function whileMoving<T>(context: StepContext, title: string, write: () => Promise<T>): Promise<T> {
  const deadline = context.now().getTime() + patienceMs;
  for (let tries = 0; ; tries++) {
    try {
      return await write();
    } catch (error) {
      if (!isMoving(error) || context.now().getTime() > deadline || context.signal.aborted) throw error;
      if (tries === 0) context.onProgress({ event: 'stepWaiting', title, message: error.message });
      await context.sleep(100 + tries * 50);
    }
  }
}

const patienceMs = 10_000;

const passing: readonly RegExp[] = [
  /status unknown for quota/, // until the quota controller has counted
  /error looking up service account \S+: serviceaccount "default" not found/, // until its controller has made it
  /no PriorityClass with name \S+ was found/, // until the admission plug-in has seen it
  /this cluster knows no kind|the server could not find the requested resource/, // until a new CRD is established
  notYetReady,
  /the server is currently unable to handle the request/,
];

const isMoving = (error: unknown): error is StepFailed =>
  error instanceof StepFailed && passing.some((pattern) => pattern.test(error.message));
