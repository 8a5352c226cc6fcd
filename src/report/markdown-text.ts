import { cleanText } from './clean.ts';
import type { Paint, Palette } from './palette.ts';

/** Where a text stands on the page. */
export interface Layout {
  readonly palette: Palette;
  /** Columns; Infinity for no wrapping. */
  readonly width: number;
  /** Blanks before each line. */
  readonly indent: number;
}

/** Markdown of a lab for a terminal: paragraphs, lists, headings, fenced code; code spans, bold and links in a line. */
export function markdownText(source: string, layout: Layout): string {
  return blocksOf(cleanText(source).trim())
    .map((block) => blockText(block, layout))
    .join('\n');
}

type Block =
  | { readonly block: 'code'; readonly lines: readonly string[] }
  | { readonly block: 'blank' }
  | { readonly block: 'heading'; readonly text: string }
  | { readonly block: 'item'; readonly mark: string; readonly depth: number; readonly text: string }
  | { readonly block: 'paragraph'; readonly text: string };

function blocksOf(source: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = source.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const fence = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      const end = lines.findIndex((other, at) => at > index && other.trim().startsWith(fence));
      const last = end === -1 ? lines.length : end;
      blocks.push({ block: 'code', lines: lines.slice(index + 1, last) });
      index = last;
    } else blocks.push(...joined(blocks, lineBlock(line)));
  }
  return blocks;
}

function lineBlock(line: string): Block {
  if (line.trim() === '') return { block: 'blank' };
  const heading = /^#{1,6}\s+(.*)$/.exec(line);
  if (heading !== null) return { block: 'heading', text: heading[1] ?? '' };
  const item = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/.exec(line);
  if (item === null) return { block: 'paragraph', text: line.trim() };
  const [, blanks = '', mark = '', text = ''] = item;
  return { block: 'item', mark: /\d/.test(mark) ? mark : '•', depth: Math.floor(blanks.length / 2), text };
}

/** A line that goes on with the paragraph or list item before it belongs to that one. */
function joined(blocks: Block[], next: Block): readonly Block[] {
  const before = blocks.at(-1);
  if (next.block !== 'paragraph' || (before?.block !== 'paragraph' && before?.block !== 'item')) return [next];
  blocks[blocks.length - 1] = { ...before, text: `${before.text} ${next.text}` };
  return [];
}

function blockText(block: Block, { palette, width, indent }: Layout): string {
  const blanks = ' '.repeat(indent);
  switch (block.block) {
    case 'blank':
      return '';
    case 'code':
      return block.lines.map((line) => `${blanks}  ${palette.code(line)}`.trimEnd()).join('\n');
    case 'heading':
      return `${blanks}${palette.strong(block.text)}`;
    case 'item': {
      const inner = indent + block.depth * 2;
      const hanging = ' '.repeat(inner + block.mark.length + 1);
      const [first = '', ...rest] = wrapped(block.text, palette, width - hanging.length);
      return [`${' '.repeat(inner)}${block.mark} ${first}`, ...rest.map((line) => hanging + line)].join('\n');
    }
    case 'paragraph':
      return wrapped(block.text, palette, width - indent)
        .map((line) => blanks + line)
        .join('\n');
    default:
      return block satisfies never;
  }
}

/** What stands between two blanks, as painted and as long as it looks. */
interface Word {
  readonly painted: string;
  readonly length: number;
}

function wrapped(text: string, palette: Palette, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const word of wordsOf(text, palette)) {
    const isFirst = length === 0;
    if (!isFirst && length + 1 + word.length > width) {
      lines.push(line);
      [line, length] = [word.painted, word.length];
    } else
      [line, length] = [isFirst ? word.painted : `${line} ${word.painted}`, length + word.length + (isFirst ? 0 : 1)];
  }
  return [...lines, line];
}

/** Code spans are one word, so that a command is not broken. */
function wordsOf(text: string, palette: Palette): readonly Word[] {
  const words: { painted: string; length: number }[] = [];
  let isOpen = false; // the last word goes on without a blank
  for (const { text: part, paint, isWhole } of spansOf(text, palette)) {
    const pieces = isWhole ? [part] : part.split(/(\s+)/).filter((piece) => piece !== '');
    for (const piece of pieces) {
      if (!isWhole && /^\s+$/.test(piece)) {
        isOpen = false;
        continue;
      }
      const painted = paint(piece);
      const word = { painted, length: isWhole ? plainLength(painted, piece) : piece.length };
      const last = words.at(-1);
      if (isOpen && last !== undefined) {
        last.painted += word.painted;
        last.length += word.length;
      } else words.push(word);
      isOpen = true;
    }
  }
  return words;
}

/** Backticks count, colours do not. */
const plainLength = (painted: string, text: string): number =>
  painted === `\`${text}\`` ? text.length + 2 : text.length;

interface Span {
  readonly text: string;
  readonly paint: Paint;
  readonly isWhole: boolean;
}

function spansOf(text: string, palette: Palette): readonly Span[] {
  const pattern = /`([^`]+)`|\*\*(.+?)\*\*|\[([^\]]+)\]\((\S+?)\)/g;
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, code, bold, label, link] = match;
    spans.push(plainSpan(text.slice(end, match.index)));
    if (code !== undefined) spans.push({ text: code, paint: palette.span, isWhole: true });
    else if (bold !== undefined) spans.push(...spansOf(bold, palette).map((span) => boldSpan(span, palette)));
    else spans.push(plainSpan(`${label} (${link})`));
    end = match.index + whole.length;
  }
  return [...spans, plainSpan(text.slice(end))];
}

const plainSpan = (text: string): Span => ({ text, paint: (part) => part, isWhole: false });
const boldSpan = (span: Span, { strong }: Palette): Span => ({ ...span, paint: (text) => strong(span.paint(text)) });
