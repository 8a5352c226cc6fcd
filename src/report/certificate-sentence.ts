import type {
  CertificateEvidence,
  CertificateIssue,
  CertificatePlace,
  PemProblem,
  RequestState,
} from '../checks/certificate/told.ts';
import { objectText } from './object-text.ts';
import type { Told } from './sentence.ts';
import { countText, valueText } from './value-text.ts';
import { andText } from './word-list.ts';

/** What a certificate or a request says against what is wanted. */
export function certificateTold(issue: CertificateIssue): Told {
  if (issue.code === 'request_missing') return missingTold(issue);
  if (issue.code === 'request_state')
    return {
      where: `csr/${issue.object.name}`,
      wanted: `csr/${issue.object.name} is ${stateWords[issue.wanted]}`,
      found: stateText(issue),
    };
  const where = placeText(issue.place);
  switch (issue.code) {
    case 'certificate_unreadable':
      return { where, wanted: `${nouns[issue.place.of]} in ${where}`, found: problemText(issue.problem, issue.place) };
    case 'certificate_key_differs':
      return {
        where,
        wanted: `the private key ${issue.keyEntry} belongs to the certificate in ${where}`,
        found: issue.isChainTurned
          ? 'it belongs to a later certificate of the chain: the one it belongs to comes first, those that signed it after'
          : 'it belongs to another one: their public keys differ',
      };
    case 'certificate_names':
      return namesTold(issue, where);
    case 'certificate_subject':
      return {
        where,
        wanted: `${where}: ${issue.part} has ${attributeText(issue)}`,
        found:
          issue.found.length === 0
            ? `it has no ${issue.attribute}`
            : `its ${issue.attribute} is ${andText(issue.found)}`,
      };
    case 'certificate_usages':
      return {
        where,
        wanted: `${where} is for ${andText(issue.missing)}`,
        found: issue.found.length === 0 ? 'it names no uses' : `it is for ${andText(issue.found)} only`,
      };
    case 'certificate_not_signed_by':
      return {
        where,
        wanted: `${where} is signed by ${named(issue.authorityName)} of ${placeText(issue.authority)}`,
        found: `its signature is not by that key, nor does the chain lead there; it names ${named(issue.issuer)} as its issuer`,
      };
    case 'certificate_expired':
      return { where, wanted: `${where} is valid now`, found: `it expired at ${issue.since}` };
    case 'certificate_not_yet_valid':
      return { where, wanted: `${where} is valid now`, found: `it is valid from ${issue.from} on` };
    case 'certificate_too_short':
      return {
        where,
        wanted: `${where} is valid for ${issue.days} more ${issue.days === 1 ? 'day' : 'days'}`,
        found: `it expires at ${issue.until}`,
      };
    case 'certificate_lifetime':
      return {
        where,
        wanted: `${where} is valid for ${countText(issue.wanted)} days in all`,
        found: `for ${issue.found} ${issue.found === 1 ? 'day' : 'days'}`,
      };
    default:
      return issue satisfies never;
  }
}

export function certificateEvidence({ place, subject, names, until, state }: CertificateEvidence): string {
  const words = [
    ...(subject === '' ? [] : [subject]),
    ...(names.length === 0 ? [] : [`for ${andText(names)}`]),
    ...(until === undefined ? [] : [`valid until ${until}`]),
    ...(state === undefined ? [] : [stateWords[state]]),
  ];
  return `${placeText(place)}: ${words.join(', ')}`;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#request-signing-process */
function missingTold({ name, nearest }: Extract<CertificateIssue, { code: 'request_missing' }>): Told {
  const told = {
    wanted: `a CertificateSigningRequest named ${name}`,
    found:
      'there is none; the cluster deletes each an hour after it was approved, denied or failed, and one that nobody decided on after a day: one that was there is made anew',
  };
  if (nearest === undefined) return told;
  return {
    ...told,
    nearest: `csr/${nearest.name} (${nearest.subject})${nearest.name === name ? '' : `, but it is not named ${name}`}`,
  };
}

const stateWords: Readonly<Record<RequestState, string>> = {
  pending: 'neither approved nor denied yet',
  approved: 'approved',
  issued: 'approved, and its certificate issued',
  denied: 'denied',
  failed: 'marked as failed by its signer',
};

function stateText({ found, wanted, signer, message }: Extract<CertificateIssue, { code: 'request_state' }>): string {
  const said = message === undefined ? '' : `: ${message}`;
  if (found === 'approved' && wanted === 'issued')
    return `it is approved, and the signer ${signer} has issued no certificate yet`;
  const isFinal = found === 'denied' || found === 'failed' || (found !== 'pending' && wanted !== 'issued');
  return `it is ${stateWords[found]}${said}${isFinal ? ', which is for good: a new request can have another end' : ''}`;
}

function namesTold(
  { wanted, missing, superfluous, found, commonName }: Extract<CertificateIssue, { code: 'certificate_names' }>,
  where: string,
): Told {
  if (missing.length === 0)
    return {
      where,
      wanted: `${where} is for ${andText(wanted)} and no other names`,
      found: `it is also for ${andText(superfluous)}`,
    };
  const common =
    commonName === undefined ? '' : `; clients pass over the common name (${commonName}) and ask for the others only`;
  return {
    where,
    wanted: `${where} is for ${andText(missing)}`,
    found: found.length === 0 ? `it has no subject alternative names${common}` : `it is for ${andText(found)}`,
  };
}

const nouns: Readonly<Record<CertificatePlace['of'], string>> = {
  certificate: 'a certificate',
  authority: "an authority's certificate",
  request: 'a certificate request',
  key: 'a private key',
};

function problemText(problem: PemProblem, { of }: CertificatePlace): string {
  switch (problem.problem) {
    case 'no_entry':
      return `there is no entry of this name${problem.entries.length === 0 ? ', nor any other' : `; there are ${andText(problem.entries)}`}`;
    case 'empty':
      return 'it is empty';
    case 'not_pem':
      return 'it is no PEM: there is no line that says BEGIN';
    case 'base64_twice':
      return 'it is base64 within base64: what is encoded already belongs under data, PEM as it is under stringData or --from-file';
    case 'other':
      return `it holds something else: ${andText(problem.labels)}`;
    case 'broken':
      return `it says ${problem.label}, and what follows cannot be read as one: it was cut off or changed`;
    case 'encrypted':
      return `${nouns[of]} behind a passphrase, which no server can ask for`;
    default:
      return problem satisfies never;
  }
}

function attributeText({ attribute, wanted }: Extract<CertificateIssue, { code: 'certificate_subject' }>): string {
  if (!Array.isArray(wanted)) return `the ${attribute} ${valueText(wanted)}`;
  return wanted.length === 0 ? `no ${attribute}` : `the ${attribute} ${andText(wanted.map(String))}, and no other`;
}

const placeText = ({ object, entry }: CertificatePlace): string =>
  object.kind === 'CertificateSigningRequest'
    ? `csr/${object.name}${entry === 'status.certificate' ? ' (its certificate)' : ''}`
    : `${entry} of ${objectText(object)}`;

const named = (name: string): string => (name === '' ? 'an authority without a name' : name);
