import type { Address } from '../network-policy/ip-block.ts';
import { addressText, parseAddress } from '../network-policy/ip-block.ts';
import type { DerElement } from './der-element.ts';
import { childrenOf, DerMistake, objectIdentifierOf, readDer } from './der-element.ts';

/** What a certificate is for, besides its subject; a request asks for the same. */
export interface Extensions {
  /**
   * Subject alternative names, as they are written: DNS names, addresses, URIs, mail addresses. One that looks like another
   * kind has its own before it, as openssl writes it: `DNS:10.0.0.1` is no address that anybody could ask for.
   */
  readonly names: readonly string[];
  /** In the words of Kubernetes; undefined where nothing limits them. */
  readonly keyUsages: readonly KeyUsage[] | undefined;
  readonly extendedUsages: readonly ExtendedUsage[] | undefined;
  readonly isAuthority: boolean;
}

/**
 * Uses of a key and of a certificate as `spec.usages` of a CertificateSigningRequest calls them.
 * https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/certificate-signing-request-v1/#CertificateSigningRequestSpec
 */
export const keyUsages = [
  ...(['digital signature', 'content commitment', 'key encipherment', 'data encipherment'] as const),
  ...(['key agreement', 'cert sign', 'crl sign', 'encipher only', 'decipher only'] as const),
] as const; // in the order of the bits (RFC 5280, 4.2.1.3)
type KeyUsage = (typeof keyUsages)[number];

const extendedUsageNames = {
  '2.5.29.37.0': 'any',
  '1.3.6.1.5.5.7.3.1': 'server auth',
  '1.3.6.1.5.5.7.3.2': 'client auth',
  '1.3.6.1.5.5.7.3.3': 'code signing',
  '1.3.6.1.5.5.7.3.4': 'email protection',
  '1.3.6.1.5.5.7.3.8': 'timestamping',
  '1.3.6.1.5.5.7.3.9': 'ocsp signing',
} as const;
type ExtendedUsage = (typeof extendedUsageNames)[keyof typeof extendedUsageNames];

/** Reads a list of extensions (RFC 5280, 4.2); of none, what holds by default. @throws DerMistake */
export function readExtensions(list: DerElement | undefined): Extensions {
  const values = new Map(
    list === undefined
      ? []
      : childrenOf(list).map((extension) => {
          const parts = childrenOf(extension);
          const value = parts.at(-1);
          if (value?.tag !== 0x04) throw new DerMistake('an extension without a value');
          return [objectIdentifierOf(parts[0]), readDer(value.content)] as const;
        }),
  );
  const [names, bits, purposes, constraints] = ['2.5.29.17', '2.5.29.15', '2.5.29.37', '2.5.29.19'].map((id) =>
    values.get(id),
  );
  return {
    names: names === undefined ? [] : childrenOf(names).flatMap(nameText),
    keyUsages: bits === undefined ? undefined : keyUsagesOf(bits),
    extendedUsages: purposes === undefined ? undefined : extendedUsagesOf(purposes),
    isAuthority: constraints !== undefined && childrenOf(constraints)[0]?.tag === 0x01,
  };
}

/** GeneralName (RFC 5280, 4.2.1.6); directory names and the like name nothing that a client asks for. */
function nameText({ tag, content }: DerElement): readonly string[] {
  const text = Buffer.from(content).toString('latin1');
  switch (tag) {
    case 0x81: // rfc822Name
      return [isLikeHost(text) ? `email:${text}` : text];
    case 0x82: // dNSName
      return [isDnsName(text) ? text : `DNS:${text}`];
    case 0x86: // uniformResourceIdentifier
      return [isLikeHost(text) ? `URI:${text}` : text];
    case 0x87: // iPAddress
      return [addressText(addressOf(content))];
    default:
      return [];
  }
}

const isAddress = (text: string): boolean => parseAddress(text) !== undefined;
const isDnsName = (text: string): boolean => !isAddress(text) && !/[:@]/.test(text);
const isLikeHost = (text: string): boolean => isAddress(text) || isDnsName(text);

function addressOf(bytes: Uint8Array): Address {
  if (bytes.length !== 4 && bytes.length !== 16) throw new DerMistake('an address of no family');
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { family: bytes.length === 4 ? 4 : 6, value };
}

/** A bit string: the number of unused bits, then the bits, the first in the highest place. */
function keyUsagesOf({ tag, content }: DerElement): readonly KeyUsage[] {
  if (tag !== 0x03) throw new DerMistake('no bit string');
  return keyUsages.filter((_, bit) => ((content[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

const extendedUsagesOf = (purposes: DerElement): readonly ExtendedUsage[] =>
  childrenOf(purposes).flatMap((purpose) => {
    const id = objectIdentifierOf(purpose);
    return Object.hasOwn(extendedUsageNames, id) ? [extendedUsageNames[id as keyof typeof extendedUsageNames]] : []; // hasOwn has just said so
  });
