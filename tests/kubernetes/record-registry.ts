import { createServer } from 'node:http';

// An image registry that has nothing to give, in the ways that registries have: `node record-registry.ts PORT`.

const answers: Readonly<Record<string, readonly [status: number, code: string, message: string]>> = {
  missing: [404, 'MANIFEST_UNKNOWN', 'manifest unknown'],
  private: [401, 'UNAUTHORIZED', 'authentication required'],
  forbidden: [403, 'DENIED', 'requested access to the resource is denied'],
  limited: [429, 'TOOMANYREQUESTS', 'You have reached your pull rate limit.'],
  broken: [500, 'UNKNOWN', 'unknown error'],
};

createServer((request, response) => {
  const repository = /^\/v2\/([^/]+)\//.exec(request.url ?? '')?.[1];
  const [status, code, message] = answers[repository ?? ''] ?? [200, '', ''];
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 200 ? '{}' : JSON.stringify({ errors: [{ code, message }] }));
}).listen(Number(process.argv[2] ?? 5000), '127.0.0.1');
