import type { Command, Option } from 'commander';
import { readKubeconfigs } from '../cluster/read-kubeconfigs.ts';
import { valueAt } from '../kubernetes/json.ts';
import { parseLab } from '../lab/parse-lab.ts';
import { checkKindNames } from '../lab/schema/checks.ts';
import { findLab, readLibrary } from '../library/find-labs.ts';
import { readLabText } from '../library/read-lab.ts';
import { cleanLine } from '../report/clean.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { rootsOf } from './parts/command-context.ts';
import { print } from './parts/print.ts';
import { readRememberedCopies } from './parts/remembered-copies.ts';

export interface CompleteArgs {
  /** The words of the command line after `kubeproctor`; the last, perhaps empty, is the one to complete. */
  readonly words: readonly string[];
  readonly program: Command;
}

/** What may stand in place of the last word, a line each. Contacts no cluster; whatever goes wrong, there is no output. */
export const complete: CommandOf<CompleteArgs> = async (context, { words, program }) => {
  try {
    const typed = words.at(-1) ?? '';
    const candidates = await candidatesFor(context, program, words.slice(0, -1), typed);
    const fitting = [...new Set(candidates)].filter((word) => word.startsWith(typed));
    if (fitting.length > 0) print(context, fitting.map(cleanLine).join('\n'));
  } catch {
    // a shell that completes wants no messages
  }
  return 0;
};

async function candidatesFor(
  context: CommandContext,
  program: Command,
  before: readonly string[],
  typed: string,
): Promise<readonly string[]> {
  const { command, positionals, pending } = walk(program, before);
  if (pending !== undefined) return valuesOf(context, pending, positionals);
  const options = [...(command?.options ?? []), ...program.options].filter((option) => !option.hidden);
  if (typed.startsWith('-')) return options.flatMap(({ long, short }) => [long, short]).filter((flag) => flag != null);
  if (command === undefined) return program.commands.map((one) => one.name()).filter((name) => !name.startsWith('_'));
  return argumentsOf(context, command, positionals);
}

interface Walked {
  readonly command: Command | undefined;
  readonly positionals: readonly string[];
  /** The option whose value is to be completed. */
  readonly pending: Option | undefined;
}

function walk(program: Command, words: readonly string[]): Walked {
  let command: Command | undefined;
  let pending: Option | undefined;
  const positionals: string[] = [];
  for (const word of words) {
    if (pending !== undefined) pending = undefined;
    else if (word.startsWith('-')) {
      const known = [...(command?.options ?? []), ...program.options];
      const option = known.find(({ long, short }) => long === word || short === word);
      pending = option?.required === true ? option : undefined;
    } else if (command === undefined) command = program.commands.find((one) => one.name() === word);
    else positionals.push(word);
  }
  return { command, positionals, pending };
}

async function valuesOf(
  context: CommandContext,
  option: Option,
  positionals: readonly string[],
): Promise<readonly string[]> {
  if (option.argChoices !== undefined) return option.argChoices;
  switch (option.long) {
    case '--context':
      return contextNames(context);
    case '--copy': {
      const copies = await readRememberedCopies(context);
      const ofLab = copies.filter(({ lab }) => positionals.length === 0 || lab === positionals[0]);
      return ofLab.map(({ copy }) => copy).filter((copy) => copy !== '');
    }
    case '--lab':
      return labNames(context);
    default:
      return []; // the shell completes files by itself
  }
}

/** By what the command's argument at this place is called. */
async function argumentsOf(
  context: CommandContext,
  command: Command,
  positionals: readonly string[],
): Promise<readonly string[]> {
  const places = command.registeredArguments;
  const last = places.at(-1);
  const place = places[positionals.length] ?? (last?.variadic ? last : undefined);
  if (place === undefined) return [];
  if (place.argChoices !== undefined) return place.argChoices;
  switch (place.name()) {
    case 'lab': {
      const copies = await readRememberedCopies(context);
      const isTaskToo = places.some((other) => other.name() === 'task');
      const underWay = copies.at(-1)?.lab;
      return [...(await labNames(context)), ...(isTaskToo && underWay ? await taskNames(context, underWay) : [])];
    }
    case 'task': {
      const lab = positionals[0] ?? (await readRememberedCopies(context)).at(-1)?.lab;
      return lab === undefined ? [] : taskNames(context, lab);
    }
    case 'topic':
      return (await readLibrary(rootsOf(context))).map(({ topic }) => topic);
    case 'kind':
      return [...checkKindNames, 'all'];
    default:
      return [];
  }
}

const labNames = async (context: CommandContext): Promise<readonly string[]> =>
  (await readLibrary(rootsOf(context))).map(({ name }) => name);

async function taskNames(context: CommandContext, name: string): Promise<readonly string[]> {
  const file = await findLab(rootsOf(context), name);
  const parsed = parseLab(await readLabText(file), file.path);
  return parsed.parsed === 'lab' ? parsed.lab.tasks.map(({ id }) => id) : [];
}

async function contextNames({ io, globals }: CommandContext): Promise<readonly string[]> {
  const files = await readKubeconfigs(globals.kubeconfig, io.env);
  return files.flatMap(({ content }) => {
    const contexts = content.contexts;
    return Array.isArray(contexts) ? contexts.map((one) => String(valueAt(one, 'name') ?? '')) : [];
  });
}
