/** Who warned, by the warner's own words; undefined for other warnings, as of a deprecated field. */
export type AdmissionWarning =
  | { readonly by: 'podSecurity'; readonly level: string }
  | { readonly by: 'policy'; readonly policy: string; readonly binding: string };

/**
 * Reads the text of a Warning header, as kube-apiserver 1.36 words them.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-actions
 */
export function admissionWarning(text: string): AdmissionWarning | undefined {
  const [, level] = /^would violate PodSecurity "(\w+):/.exec(text) ?? [];
  if (level !== undefined) return { by: 'podSecurity', level };
  const [, policy, binding] =
    /^Validation failed for ValidatingAdmissionPolicy '([^']+)' with binding '([^']+)': /.exec(text) ?? [];
  return policy === undefined || binding === undefined ? undefined : { by: 'policy', policy, binding };
}
