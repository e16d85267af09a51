import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nobody uses at this moment, for tests that open sockets. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (typeof address === 'object' && address !== null) return address.port;
  throw new Error('The system gave no port.');
}
