// Another site: a small server of our own on another port, reached by the same name as FieldWatch (same site, other origin) and by another.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Elsewhere = { origins: string[]; close: () => Promise<void> };

/// Serves one page at any address, by both names of this machine.
export async function elsewhere(html: string): Promise<Elsewhere> {
  const server: Server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html; charset=utf-8');
    answer.end(`<!doctype html><html lang="en"><title>Elsewhere</title><body>${html}</body></html>`);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    origins: [`http://127.0.0.1:${port}`, `http://localhost:${port}`],
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
