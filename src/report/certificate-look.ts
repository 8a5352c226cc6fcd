import type { CertificateIssue, CertificatePlace } from '../checks/certificate/told.ts';
import type { CommandFlags } from './command-text.ts';
import { kubectlCommand } from './command-text.ts';
import { kindWord } from './object-text.ts';

/** The command that shows what an issue about a certificate speaks of; of a private key no more than its public half. */
export function lookAtCertificate(issue: CertificateIssue, flags: CommandFlags): string {
  switch (issue.code) {
    case 'request_missing':
      return kubectlCommand(flags, 'get', 'csr');
    case 'request_state':
      return kubectlCommand(flags, 'describe', 'csr', issue.object.name);
    case 'certificate_unreadable':
      return lookAtUnreadable(issue, flags);
    case 'certificate_not_signed_by':
      return look(issue.place, flags, '-issuer');
    case 'certificate_expired':
    case 'certificate_not_yet_valid':
    case 'certificate_too_short':
    case 'certificate_lifetime':
      return look(issue.place, flags, '-dates');
    case 'certificate_key_differs':
      return look({ ...issue.place, entry: issue.keyEntry, of: 'key' }, flags);
    case 'certificate_names':
    case 'certificate_subject':
    case 'certificate_usages':
      return look(issue.place, flags);
    default:
      return issue satisfies never;
  }
}

/** What openssl says; where it has nothing to say, how the text begins. */
function lookAtUnreadable(
  { place, problem }: Extract<CertificateIssue, { code: 'certificate_unreadable' }>,
  flags: CommandFlags,
): string {
  if (problem.problem === 'no_entry' || problem.problem === 'empty')
    return kubectlCommand(flags, 'describe', ...named(place));
  return problem.problem === 'broken' ? look(place, flags) : `${text(place, flags)} | head -c 40`;
}

/** What an entry holds, read out by openssl. */
const look = (place: CertificatePlace, flags: CommandFlags, what = '-text'): string =>
  `${text(place, flags)} | ${openssl(place.of, what)}`;

function text(place: CertificatePlace, flags: CommandFlags): string {
  const { object, entry } = place;
  const path = object.kind === 'CertificateSigningRequest' ? entry : `data.${entry.replaceAll('.', '\\.')}`;
  const get = kubectlCommand(flags, 'get', ...named(place), '-o', `jsonpath={.${path}}`);
  return object.kind === 'ConfigMap' ? get : `${get} | base64 -d`;
}

function openssl(of: CertificatePlace['of'], what: string): string {
  switch (of) {
    case 'certificate':
    case 'authority':
      return `openssl x509 -noout ${what}`;
    case 'request':
      return `openssl req -noout ${what}`;
    case 'key':
      return 'openssl pkey -pubout';
    default:
      return of satisfies never;
  }
}

const named = ({ object }: CertificatePlace): readonly string[] => [
  object.kind === 'CertificateSigningRequest' ? 'csr' : kindWord(object.kind),
  object.name,
  ...(object.namespace === undefined ? [] : ['-n', object.namespace]),
];
