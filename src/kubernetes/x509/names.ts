import { isOneAddress, parseAddress } from '../network-policy/ip-block.ts';

/**
 * Whether a subject alternative name stands for a wanted one: DNS names in any case, addresses however they are written, a
 * wildcard for exactly one label at the very left (RFC 6125, 6.4.3).
 */
export function isNameFor(alternative: string, wanted: string): boolean {
  if (parseAddress(wanted) !== undefined) return isOneAddress(alternative, wanted);
  if (/[:@]/.test(wanted)) return alternative === wanted; // a URI or a mail address
  const [found, asked] = [alternative, wanted].map(dnsName);
  if (found === undefined || asked === undefined) return false;
  if (found === asked) return true;
  return found.startsWith('*.') && found.slice(1) === asked.slice(asked.indexOf('.'));
}

/** The same name, where a wildcard stands for itself alone. */
export const isSameName = (alternative: string, wanted: string): boolean =>
  isNameFor(alternative, wanted) && alternative.includes('*') === wanted.includes('*');

const dnsName = (name: string): string => name.toLowerCase().replace(/\.$/, '');
