// The line between a phone and the server, which can lose an answer after the server has done what was asked.
import { connect, createServer, type Server } from 'node:net';

export class Line {
  #server?: Server;
  #loses?: RegExp;
  lost = 0;

  // Listens, and hands on to a port of this machine. Answers its address.
  async begin(to: () => number): Promise<string> {
    const server = createServer((phone) => {
      const line = connect(to(), '127.0.0.1');
      let loses = false;
      phone.on('data', (bytes) => {
        loses ||= this.#loses?.test(bytes.toString('latin1')) ?? false;
        line.write(bytes);
      });
      line.on('data', (bytes) => {
        if (!loses) return void phone.write(bytes);
        this.lost += 1;
        phone.destroy();
        line.destroy();
      });
      for (const end of [phone, line]) {
        end.on('error', () => {});
        end.on('close', () => { phone.destroy(); line.destroy(); });
      }
    });
    this.#server = server;
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const address = server.address();
    if (!address || typeof address !== 'object') throw new Error('the line has no address');
    return `http://127.0.0.1:${address.port}`;
  }

  // Answers to requests that look so are lost from now on; `undefined`: none.
  loses(requests?: RegExp) {
    this.#loses = requests;
  }

  end() {
    this.#server?.close();
  }
}
