import { Chalk } from 'chalk';
import type { Palette } from './palette.ts';

/** The sixteen colours that every terminal has; whether there are any is decided before. */
const chalk = new Chalk({ level: 1 });

export const colourPalette: Palette = {
  good: chalk.green,
  bad: chalk.red,
  unsure: chalk.yellow,
  dim: chalk.dim,
  strong: chalk.bold,
  code: chalk.cyan,
  span: chalk.cyan,
};
