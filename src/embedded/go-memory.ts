/**
 * How the garbage collector of the parts works, which are written in Go: it runs by default whenever the heap has doubled.
 * Measured, a proof costs them a fifth to a quarter less of the processor when it may grow fivefold; the API server then
 * takes 0.7 GB for one lab. The limit, which is not a hard one, keeps small machines usable. Where many copies are proven at
 * once, 0.4 GB are live, and a limit not far above that makes the collector take over a quarter of the processor and
 * requests wait for a minute: it grows with the machine.
 * https://go.dev/doc/gc-guide
 * @param totalBytes memory of the machine
 */
export function goMemory(totalBytes: number): { readonly GOGC: string; readonly GOMEMLIMIT: string } {
  const limit = Math.max(leastMiB, Math.floor(totalBytes / mebibyte / partsOfMachine));
  return { GOGC: '400', GOMEMLIMIT: `${limit}MiB` };
}

const mebibyte = 2 ** 20;
const leastMiB = 768;
/** A part may take an eighth of it; of five parts only the API server comes near. */
const partsOfMachine = 8;
