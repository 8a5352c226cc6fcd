/** The texts that stand in backticks, https://spec.commonmark.org/0.31.2/#code-spans */
export const codeSpans = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g)].map((match) =>
    (match[2] ?? '').replaceAll(/\s+/g, ' ').trim(),
  );
