import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { isJsonObject, type Json, type JsonObject } from '../kubernetes/json.ts';

/**
 * The auth provider `oidc` in a form with which client-node 2.0 can refresh a token. It hands the issuer on as it is,
 * and openid-client takes nothing but a URL (https://github.com/kubernetes-client/javascript/issues/2202); the fetch
 * that it makes for an issuer with an authority of its own answers no Response, so that authority is trusted by the
 * process instead. Connections to an API server name theirs and are not touched by that.
 */
export function refreshableProvider(provider: JsonObject): object {
  const config = isJsonObject(provider.config) ? provider.config : {};
  const { 'idp-certificate-authority': file, 'idp-certificate-authority-data': data, ...rest } = config;
  const issuer = config['idp-issuer-url'];
  const authority = authorityOf(file, data);
  if (authority !== undefined) setDefaultCACertificates([...getCACertificates('default'), authority]);
  const isUrl = typeof issuer === 'string' && URL.canParse(issuer);
  return { ...provider, config: { ...rest, ...(isUrl ? { 'idp-issuer-url': new URL(issuer) } : {}) } };
}

function authorityOf(file: Json | undefined, data: Json | undefined): string | undefined {
  if (typeof data === 'string' && data !== '') return Buffer.from(data, 'base64').toString('utf8');
  return typeof file === 'string' && file !== '' ? readFileSync(file, 'utf8') : undefined;
}
