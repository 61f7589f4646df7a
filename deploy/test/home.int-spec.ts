import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import { AlreadyRunning, HomeLock, holderOf } from '../embedded/lock.ts';
import { LogFile } from '../embedded/log-file.ts';
import { claimPort, freePorts } from '../embedded/ports.ts';
import { markOf } from '../embedded/processes.ts';
import { ensureSecrets } from '../embedded/secrets.ts';
import { mintToken } from '../embedded/tokens.ts';
import { temporaryFolders } from './temporary.ts';

const temporary = temporaryFolders();

describe('HomeLock', () => {
  it('is held by one starter at a time', () => {
    const path = join(temporary(), 'starter.json');
    const lock = HomeLock.acquire(path);
    expect(() => HomeLock.acquire(path)).toThrow(AlreadyRunning);
    lock.release();
    expect(holderOf(path)).toBeNull();
    HomeLock.acquire(path).release();
  });

  it('is taken over from a starter that is gone', async () => {
    const path = join(temporary(), 'starter.json');
    const gone = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    writeFileSync(path, JSON.stringify(markOf(gone.pid ?? 0)));
    expect(() => HomeLock.acquire(path)).toThrow(AlreadyRunning);
    gone.kill('SIGKILL');
    await once(gone, 'exit');
    HomeLock.acquire(path);
    expect(holderOf(path)?.pid).toBe(process.pid);
  });

  it('does not take a later process with the same number for its holder', () => {
    const path = join(temporary(), 'starter.json');
    writeFileSync(path, JSON.stringify({ pid: process.pid, born: 'long ago' }));
    expect(holderOf(path)).toBeNull();
    expect(() => HomeLock.acquire(path)).not.toThrow();
  });

  it('survives a file that was cut short', () => {
    const path = join(temporary(), 'starter.json');
    writeFileSync(path, '{"pid":');
    expect(() => HomeLock.acquire(path)).not.toThrow();
  });
});

describe('secrets', () => {
  it('are made once, for the owner only', async () => {
    const folder = join(temporary(), 'secrets');
    const [first, second] = await Promise.all([ensureSecrets(folder), ensureSecrets(folder)]);
    expect(second).toEqual(first);
    expect(await ensureSecrets(folder)).toEqual(first);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'jwt-secret')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'ticket-private-key.pem')).mode & 0o777).toBe(0o600);
  });

  it('sign tokens that say who, as what and for how long', async () => {
    const { jwtSecret } = await ensureSecrets(temporary());
    const token = await mintToken(jwtSecret, {
      subject: 'alice',
      roles: ['admin'],
      tier: 'premium',
      seconds: 90,
    });
    const key = new TextEncoder().encode(jwtSecret);
    const { payload } = await jwtVerify(token, key, { issuer: 'waybill-local', audience: 'waybill' });
    expect(payload).toMatchObject({ sub: 'alice', roles: ['admin'], tier: 'premium' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(90);
  });
});

describe('LogFile', () => {
  it('moves on when it is full and keeps the last ones', () => {
    const path = join(temporary(), 'logs', 'one.log');
    const log = new LogFile(path, 10);
    for (const line of ['first 1\n', 'second\n', 'third 3\n', 'fourth\n']) log.write(Buffer.from(line));
    log.close();
    const read = (name: string) => readFileSync(name, 'utf8');
    expect([read(path), read(`${path}.1`), read(`${path}.2`)]).toEqual(['fourth\n', 'third 3\n', 'second\n']);
    expect(existsSync(`${path}.3`)).toBe(false);
  });

  it('goes on where the last run ended', () => {
    const path = join(temporary(), 'one.log');
    for (const line of ['a\n', 'b\n']) {
      const log = new LogFile(path);
      log.write(Buffer.from(line));
      log.close();
    }
    expect(readFileSync(path, 'utf8')).toBe('a\nb\n');
  });
});

describe('ports', () => {
  it('are all different and free', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    expect(await Promise.all(ports.map((port) => claimPort(port, '127.0.0.1')))).toEqual(ports);
  });
});
