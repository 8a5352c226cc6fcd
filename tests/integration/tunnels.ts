import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy on loopback that a test starts, and the destinations that were asked of it. */
export interface Tunnel extends AsyncDisposable {
  readonly port: number;
  readonly destinations: readonly string[];
}

/** An HTTP proxy that knows CONNECT: https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6 */
export async function startHttpProxy(): Promise<Tunnel> {
  const destinations: string[] = [];
  const server = createHttpServer().on('connect', ({ url = '' }, socket) => {
    destinations.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    join(socket as Socket, hostname, Number(port), 'HTTP/1.1 200 Connection Established\r\n\r\n'); // TCP, so a Socket
  });
  return listening(server, destinations);
}

/** A SOCKS 5 proxy without authentication: https://www.rfc-editor.org/rfc/rfc1928 */
export async function startSocksProxy(): Promise<Tunnel> {
  const destinations: string[] = [];
  const server = createServer(async (socket) => {
    await nextBytes(socket); // version and methods
    socket.write(Buffer.from([5, 0]));
    const request = await nextBytes(socket);
    const host = request[3] === 1 ? request.subarray(4, 8).join('.') : request.subarray(5, -2).toString();
    const port = request.readUInt16BE(request.length - 2);
    destinations.push(`${host}:${port}`);
    join(socket, host, port, Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
  });
  return listening(server, destinations);
}

function join(socket: Socket, host: string, port: number, greeting: string | Buffer): void {
  const upstream = connect(port, host, () => {
    socket.write(greeting);
    socket.pipe(upstream).pipe(socket);
  });
  upstream.on('error', () => socket.destroy());
  socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
}

const nextBytes = (socket: Socket): Promise<Buffer> => new Promise((resolve) => socket.once('data', resolve));

async function listening(server: Server, destinations: readonly string[]): Promise<Tunnel> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is no pipe's
  return {
    ...{ port, destinations },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
