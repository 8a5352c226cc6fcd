/**
 * The same time zone by one of its names: `Etc/UTC` is `UTC`, `Asia/Calcutta` is `Asia/Kolkata`. An unknown name is only
 * itself.
 * https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones
 */
export const isSameTimeZone = (left: string, right: string): boolean =>
  left === right || (zoneOf(left) !== undefined && zoneOf(left) === zoneOf(right));

function zoneOf(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined; // no such time zone
  }
}
