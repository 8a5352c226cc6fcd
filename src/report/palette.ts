/** How the words of a report are set off; on no terminal they are not. */
export interface Palette {
  readonly good: Paint;
  readonly bad: Paint;
  readonly unsure: Paint;
  readonly dim: Paint;
  readonly strong: Paint;
  readonly code: Paint;
  /** A code span inside a sentence; in backticks where there is no colour. */
  readonly span: Paint;
}

export type Paint = (text: string) => string;

const asIs: Paint = (text) => text;

export const plainPalette: Palette = {
  ...{ good: asIs, bad: asIs, unsure: asIs, dim: asIs, strong: asIs, code: asIs },
  span: (text) => `\`${text}\``,
};
