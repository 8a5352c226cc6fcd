import type { Outage, OutageCode } from '../snapshot/read.ts';
import { OutageError } from './client.ts';
import { redacted } from './redacted.ts';

/** Anything that was thrown on the way to an answer, as an outage. */
export function outageError(thrown: unknown): OutageError {
  return thrown instanceof OutageError ? thrown : new OutageError(outageOfFailure(thrown), thrown);
}

/** Node's and OpenSSL's error codes: https://nodejs.org/api/errors.html#nodejs-error-codes */
function outageOfFailure(thrown: unknown): Outage {
  const code = errorCode(thrown);
  const known = sentences[code];
  if (known !== undefined) return { code: known[0], detail: known[1] };
  const message = redacted(thrown instanceof Error ? thrown.message : String(thrown));
  if (isTlsCode(code)) return { code: 'certificate', detail: `TLS was refused: ${message}` };
  if (code.startsWith('HPE_')) return { code: 'truncated', detail: `no whole HTTP answer: ${message}` };
  return { code: 'unreachable', detail: `no connection to the API server: ${message}` };
}

const sentences: Readonly<Record<string, readonly [OutageCode, string]>> = {
  ECONNREFUSED: ['unreachable', 'the API server refused the connection; it is not running, or not there'],
  ECONNRESET: ['unreachable', 'the connection to the API server broke off'],
  EPIPE: ['unreachable', 'the connection to the API server broke off'],
  ENOTFOUND: ['unreachable', "the API server's name is not known"],
  EAI_AGAIN: ['unreachable', "the API server's name could not be looked up"],
  EHOSTUNREACH: ['unreachable', "there is no way to the API server's address"],
  ENETUNREACH: ['unreachable', "there is no way to the API server's network"],
  ETIMEDOUT: ['timeout', 'the API server did not answer in time'],
  CERT_HAS_EXPIRED: ['certificate', "the API server's certificate has expired"],
  CERT_NOT_YET_VALID: ['certificate', "the API server's certificate is not valid yet; is the clock right?"],
  ERR_TLS_CERT_ALTNAME_INVALID: ['certificate', "the API server's certificate is for another name or address"],
  ERR_SSL_WRONG_VERSION_NUMBER: ['certificate', 'what answers at the address of the API server speaks no TLS'],
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: ['certificate', "the API server does not know the client certificate's issuer"],
  ...unknownIssuers(),
};

function unknownIssuers(): Readonly<Record<string, readonly [OutageCode, string]>> {
  const codes = [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_SIGNATURE_FAILURE',
  ];
  const sentence = "the API server's certificate was not issued by the authority that the kubeconfig names";
  return Object.fromEntries(codes.map((code) => [code, ['certificate', sentence]]));
}

const isTlsCode = (code: string) => /^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|ERR_CRYPTO_|CERT_|CRL_|EPROTO)/.test(code);

/** The code of an error, or of its cause: an AggregateError of several addresses, a library's wrapper. */
function errorCode(thrown: unknown): string {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string') return error.code;
  }
  return '';
}
