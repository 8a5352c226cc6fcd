import type { ClusterClient } from '../../cluster/client.ts';

/** Many copies at once make an API server slow, and a proof is not about that: an answer may take a minute. */
const timeoutMs = 60_000;

export const patientClient = <Client extends ClusterClient>(client: Client): Client => ({
  ...client,
  request: (request) => client.request({ ...request, timeoutMs: Math.max(request.timeoutMs ?? 0, timeoutMs) }),
});
