import type { DerElement } from './der-element.ts';
import { childrenOf, DerMistake, objectIdentifierOf } from './der-element.ts';

/** The attributes of a subject or an issuer that labs speak of (RFC 4519), each with its values in their order. */
export type DistinguishedName = { readonly [Attribute in NameAttribute]?: readonly string[] };

export const nameAttributes = ['CN', 'O', 'OU', 'C', 'ST', 'L', 'DC'] as const;
export type NameAttribute = (typeof nameAttributes)[number];

/** @throws DerMistake */
export function readName(name: DerElement | undefined): DistinguishedName {
  const pairs = childrenOf(name)
    .flatMap((set) => childrenOf(set))
    .flatMap((pair): readonly (readonly [NameAttribute, string])[] => {
      const [type, value] = childrenOf(pair);
      const attribute = attributes[objectIdentifierOf(type)];
      return attribute === undefined ? [] : [[attribute, textOf(value)]];
    });
  return Object.fromEntries(
    nameAttributes.flatMap((attribute) => {
      const values = pairs.flatMap(([key, value]) => (key === attribute ? [value] : []));
      return values.length === 0 ? [] : [[attribute, values]];
    }),
  );
}

/** The user or server that is meant: of several, Go's `crypto/x509`, and so Kubernetes, takes the last. */
export const commonNameOf = (name: DistinguishedName): string | undefined => name.CN?.at(-1);

const attributes: Readonly<Record<string, NameAttribute>> = {
  '2.5.4.3': 'CN',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.6': 'C',
  '2.5.4.8': 'ST',
  '2.5.4.7': 'L',
  '0.9.2342.19200300.100.1.25': 'DC',
};

/** DirectoryString (RFC 5280, 4.1.2.4), and the IA5String that domain components are. */
function textOf(value: DerElement | undefined): string {
  if (value === undefined) throw new DerMistake('an attribute without a value');
  const bytes = Buffer.from(value.content);
  switch (value.tag) {
    case 0x0c: // UTF8String
      return bytes.toString('utf8');
    case 0x13: // PrintableString
    case 0x16: // IA5String
    case 0x14: // TeletexString, in practice Latin-1
      return bytes.toString('latin1');
    case 0x1e: // BMPString
      return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : '';
    default:
      throw new DerMistake('a kind of text that is not read');
  }
}

/** `CN=jane, O=developers`. */
export const nameText = (name: DistinguishedName): string =>
  nameAttributes.flatMap((attribute) => (name[attribute] ?? []).map((value) => `${attribute}=${value}`)).join(', ');
