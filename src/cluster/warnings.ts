import { oneLine } from './one-line.ts';

/** The texts of Warning headers: `299 - "spec.x: unknown field"`, https://www.rfc-editor.org/rfc/rfc7234#section-5.5 */
export const warningTexts = (headers: readonly string[]): readonly string[] =>
  headers.map((header) => {
    const quoted = /^\d{3} \S+ "((?:[^"\\]|\\.)*)"/.exec(header)?.[1];
    return oneLine(quoted === undefined ? header : quoted.replaceAll(/\\(.)/g, '$1'), 2000);
  });
