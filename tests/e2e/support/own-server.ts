// A survey of its own, for tests that stop the server or fill what others count: seeded, served, killed and served again.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { password } from './people.ts';

// Of a database that lives for minutes on this machine only.
const KEY = 'fieldwatch-key:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const START_LIMIT_MS = 120_000;

const set = (name: string) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: see playwright.config.ts`);
  return value;
};

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const asked = createServer();
    asked.once('error', reject);
    asked.listen(0, '127.0.0.1', () => {
      const address = asked.address();
      asked.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });

export class OwnServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'fieldwatch-own-'));
  #port = 0;
  #process?: ChildProcess;

  get port() {
    return this.#port;
  }

  get address() {
    return `http://127.0.0.1:${this.#port}`;
  }

  // Runs the program on the survey; `input` is what it reads.
  run(args: string[], input = '') {
    return execFileSync(set('FIELDWATCH'), ['--database', `sqlite:${join(this.#folder, 'own.db')}`, ...args], {
      input,
      env: { ...process.env, FIELDWATCH_SECRETS_KEY: KEY },
      encoding: 'utf8',
    });
  }

  // The same simulated survey as the one that the other tests share.
  async begin() {
    this.run(['demo', '--seed-only', '--interviews', '4000', '--seed', '7', '--today', '2026-11-21', '--password', password, '--listen', '127.0.0.1:0']);
    this.#port = await freePort();
  }

  addMonitor(username: string, area: string) {
    this.run(['user', 'add', '--role', 'tehsil_monitor', '--scope', area, '--display-name', `Monitor ${username}`, username], `${password}\n`);
  }

  async serve() {
    const log = openSync(join(this.#folder, 'server.log'), 'a');
    this.#process = spawn(
      set('FIELDWATCH'),
      ['--database', `sqlite:${join(this.#folder, 'own.db')}`, 'demo', '--password', password, '--listen', `127.0.0.1:${this.#port}`, '--site', set('SITE')],
      { env: { ...process.env, FIELDWATCH_SECRETS_KEY: KEY }, stdio: ['ignore', log, log] },
    );
    const until = Date.now() + START_LIMIT_MS;
    for (;;) {
      const ready = await fetch(`${this.address}/readyz`).catch(() => undefined);
      if (ready?.ok) return;
      if (Date.now() > until) throw new Error(`the server does not answer: ${this.#folder}/server.log`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  // As if the power went.
  async kill() {
    const process = this.#process;
    this.#process = undefined;
    if (!process || process.exitCode !== null) return;
    const gone = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGKILL');
    await gone;
  }
}
