import ipaddr from 'ipaddr.js';

/** An address as a number of its family. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A CIDR as the addresses from its first to its last. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** `ipBlock` of a peer: the addresses of `cidr` that are in no `except`. */
export interface IpBlock {
  readonly range: AddressRange;
  readonly except: readonly AddressRange[];
}

/** Undefined for what is no address. IPv4 in IPv6 (`::ffff:10.0.0.1`) is IPv4, as Go's net package has it. */
export function parseAddress(text: string): Address | undefined {
  const plain = withoutLeadingZeros(text);
  if (!ipaddr.IPv4.isValidFourPartDecimal(plain) && !ipaddr.IPv6.isValid(plain)) return undefined;
  const parsed = ipaddr.process(plain);
  const value = parsed.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { family: parsed.kind() === 'ipv4' ? 4 : 6, value };
}

/** `10.0.0.0/8`; an address alone is a block of one. Bits beyond the prefix do not matter. Undefined for what is no CIDR. */
export function parseRange(text: string): AddressRange | undefined {
  const [addressText = '', prefixText, ...rest] = text.split('/');
  const address = parseAddress(addressText);
  if (address === undefined || rest.length > 0) return undefined;
  const bits = address.family === 4 ? 32 : 128;
  const prefix = prefixText === undefined ? bits : /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  if (!(prefix <= bits)) return undefined;
  const size = 1n << BigInt(bits - prefix);
  const first = (address.value / size) * size;
  return { family: address.family, first, last: first + size - 1n };
}

/** Undefined where the CIDR is none; such a block holds no address. */
export function parseBlock(cidr: string, except: readonly string[]): IpBlock | undefined {
  const range = parseRange(cidr);
  const excepted = except.map(parseRange).filter((one) => one !== undefined);
  return range === undefined ? undefined : { range, except: excepted };
}

const isInRange = ({ family, value }: Address, range: AddressRange): boolean =>
  family === range.family && range.first <= value && value <= range.last;

export const isInBlock = (address: Address, { range, except }: IpBlock): boolean =>
  isInRange(address, range) && !except.some((one) => isInRange(address, one));

/** As `isInBlock`, of an address as text. */
export function blockHolds(block: IpBlock | undefined, address: string): boolean {
  const parsed = parseAddress(address);
  return block !== undefined && parsed !== undefined && isInBlock(parsed, block);
}

/** The same address, however it is written. */
export function isOneAddress(left: string, right: string): boolean {
  const [a, b] = [parseAddress(left), parseAddress(right)];
  return a !== undefined && b !== undefined && a.family === b.family && a.value === b.value;
}

/** The same address or block, however it is written: `10.1.2.3/8` is `10.0.0.0/8`, `fd00:0::/48` is `fd00::/48`. */
export function isSameRange(left: string, right: string): boolean {
  const [a, b] = [parseRange(left), parseRange(right)];
  return a !== undefined && b !== undefined && a.family === b.family && a.first === b.first && a.last === b.last;
}

/** `203.0.113.7`; IPv6 in its shortest form (RFC 5952). */
export function addressText({ family, value }: Address): string {
  const length = family === 4 ? 4 : 16;
  const bytes = Array.from({ length }, (_, index) => Number((value >> BigInt(8 * (length - 1 - index))) & 255n));
  return ipaddr.fromByteArray(bytes).toString();
}

/**
 * One address of every kind that these blocks can tell apart: the ends of their ranges cut the address space into
 * intervals, and inside an interval all addresses are alike.
 */
export function addressSamples(blocks: readonly IpBlock[]): readonly Address[] {
  const ranges = blocks.flatMap(({ range, except }) => [range, ...except]);
  return ([4, 6] as const).flatMap((family) => {
    const own = ranges.filter((range) => range.family === family);
    const end = 1n << (family === 4 ? 32n : 128n);
    const cuts = [...new Set([0n, ...own.flatMap(({ first, last }) => [first, last + 1n])])]
      .filter((cut) => cut < end)
      .sort((a, b) => (a < b ? -1 : 1));
    if (own.length === 0) return [];
    return cuts.map((cut, index) => {
      const next = cuts[index + 1] ?? end;
      return { family, value: next - cut > 1n ? cut + 1n : cut }; // the first of a block is its network's own address
    });
  });
}

/** Go's "sloppy" parser, which the API server uses for CIDRs of old objects, reads `010` as ten. */
const withoutLeadingZeros = (text: string): string =>
  /^[\d.]+$/.test(text) ? text.replaceAll(/(^|\.)0+(?=\d)/g, '$1') : text;
