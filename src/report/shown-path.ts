/**
 * A path as a reader takes it: an entry of a list of ports is told by its number, which would look like a place in the list.
 * `spec.ports[80].targetPort` → `spec.ports[port 80].targetPort`.
 */
export const shownPath = (path: string): string => path.replace(/\bports\[(\d+)\]/g, 'ports[port $1]');
