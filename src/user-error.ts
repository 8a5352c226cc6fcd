/** A mistake or a misfortune that its reader can do something about: printed without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Stable word for scripts and tests, as `lab_not_found`. */
  readonly code: string;
  /** What to do now: one sentence, or a command. */
  readonly wayOut: string | undefined;
  /** Exit code of the process: 2 for usage and lab files, 3 for what could not be reached or read, 1 for a refusal. */
  readonly exitCode: number;

  constructor(code: string, message: string, options: { wayOut?: string; exitCode?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.wayOut = options.wayOut;
    this.exitCode = options.exitCode ?? 2;
  }
}
