/** One element of the Distinguished Encoding Rules (ITU-T X.690), as much of them as X.509 needs. */
export interface DerElement {
  /** The identifier byte: `0x30` of a sequence, `0xa3` of what is tagged [3]. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** With tag and length. */
  readonly whole: Uint8Array;
}

/** Bytes that are no DER, or not the structure that was looked for. */
export class DerMistake extends Error {
  override readonly name = 'DerMistake';
}

/** The one element that these bytes are. @throws DerMistake, also where something follows it. */
export function readDer(bytes: Uint8Array): DerElement {
  const [only, ...others] = elementsIn(bytes);
  if (only === undefined || others.length > 0) throw new DerMistake('not one element');
  return only;
}

/** The elements of a sequence, a set, or anything else that is constructed. @throws DerMistake */
export function childrenOf(element: DerElement | undefined): readonly DerElement[] {
  if (element === undefined || (element.tag & 0x20) === 0) throw new DerMistake('no constructed element');
  return elementsIn(element.content);
}

/** `2.5.4.3`: numbers of seven bits a byte, the first two in one (X.690, 8.19). @throws DerMistake */
export function objectIdentifierOf(element: DerElement | undefined): string {
  if (element?.tag !== 0x06) throw new DerMistake('no object identifier');
  const numbers: number[] = [];
  let value = 0;
  for (const byte of element.content) {
    value = value * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    numbers.push(value);
    value = 0;
  }
  const [first = 0, ...rest] = numbers;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join('.');
}

function elementsIn(bytes: Uint8Array): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { element, end } = elementAt(bytes, at);
    elements.push(element);
    at = end;
  }
  return elements;
}

function elementAt(bytes: Uint8Array, at: number): { readonly element: DerElement; readonly end: number } {
  const tag = byteAt(bytes, at);
  if ((tag & 0x1f) === 0x1f) throw new DerMistake('a tag of several bytes');
  const { length, start } = lengthAt(bytes, at + 1);
  const end = start + length;
  if (end > bytes.length) throw new DerMistake('an element that ends after its surroundings');
  return { element: { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) }, end };
}

/** Below 128 the length itself, else the number of bytes that hold it (X.690, 8.1.3). */
function lengthAt(bytes: Uint8Array, at: number): { readonly length: number; readonly start: number } {
  const first = byteAt(bytes, at);
  if (first < 0x80) return { length: first, start: at + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new DerMistake('a length that DER does not have');
  let length = 0;
  for (let index = 1; index <= count; index++) length = length * 256 + byteAt(bytes, at + index);
  return { length, start: at + 1 + count };
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new DerMistake('it ends too early');
  return byte;
}
