/** What each operator of a pattern asks of the value at its place. */
export const operatorMeanings = {
  $absent: '`true`: there is nothing here',
  $exists: '`true`: there is something here, whatever it is',
  $min: 'at least this number or quantity; may stand beside `$max`',
  $max: 'at most this number or quantity',
  $oneOf: 'one of these patterns',
  $matches: 'a text in which this regular expression (RE2) finds something',
  $not: 'not this pattern',
  $exactly: 'this list or mapping, and nothing further',
  $every: 'every entry of the list or mapping is this pattern',
  $none: 'no entry of the list or mapping is this pattern',
  $count: 'so many entries: a number, or `{ $min, $max }`',
  $cron: 'a cron schedule that comes at the same times',
  $lines: 'a text that has each of these lines',
  $json: 'a text that is JSON, and this pattern',
} as const;

export type OperatorName = keyof typeof operatorMeanings;
export const operatorNames = Object.keys(operatorMeanings) as readonly OperatorName[]; // the keys of a const object
