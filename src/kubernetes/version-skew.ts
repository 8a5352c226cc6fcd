/** A version that does not go with the API server's. */
export interface Skew {
  /** `kubelet of node1`, `kubectl`. */
  readonly who: string;
  readonly version: string;
  readonly server: string;
  readonly is: 'newer' | 'too old' | 'too far';
}

/** A kubelet may be three minors older than the API server and never newer: https://kubernetes.io/releases/version-skew-policy/#kubelet */
export function kubeletSkew(who: string, version: string, server: string): Skew | undefined {
  const distance = minorsApart(version, server);
  if (distance === undefined || (distance <= 0 && distance >= -3)) return undefined;
  return { who, version, server, is: distance > 0 ? 'newer' : 'too old' };
}

/** kubectl may be one minor older or newer: https://kubernetes.io/releases/version-skew-policy/#kubectl */
export function kubectlSkew(version: string, server: string): Skew | undefined {
  const distance = minorsApart(version, server);
  if (distance === undefined || Math.abs(distance) <= 1) return undefined;
  return { who: 'kubectl', version, server, is: 'too far' };
}

/** How many minors `version` is ahead; undefined where one of them is no version, or of another major. */
function minorsApart(version: string, server: string): number | undefined {
  const [a, b] = [version, server].map((text) => /^v?(\d+)\.(\d+)/.exec(text));
  if (!a || !b || a[1] !== b[1]) return undefined;
  return Number(a[2]) - Number(b[2]);
}
