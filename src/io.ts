/** Everything a command may know of the world outside its arguments and the cluster; `main.ts` makes the real one. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Program and leading arguments that start this kubeproctor again. */
  readonly program: readonly string[];
  readonly now: () => Date;
  /** Waits; ends early, without an error, when `signal` is aborted. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}

export interface Output {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}
