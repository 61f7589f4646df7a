import { describe, expect, it } from '@jest/globals';
import { Readiness } from './readiness.js';

describe('Readiness', () => {
  it('says which check failed, and how, without its words', async () => {
    const readiness = new Readiness(20);
    readiness.register('database', () => Promise.resolve());
    expect(await readiness.report()).toEqual({ ready: true, checks: { database: { status: 'up' } } });
    readiness.register('bus', () => Promise.reject(new Error('password authentication failed')));
    readiness.register('keys', () => new Promise(() => undefined));
    readiness.register('thrower', () => {
      throw new Error('at once');
    });
    expect(await readiness.report()).toEqual({
      ready: false,
      checks: {
        database: { status: 'up' },
        bus: { status: 'down', reason: 'error' },
        keys: { status: 'down', reason: 'timeout' },
        thrower: { status: 'down', reason: 'error' },
      },
    });
  });

  it('is over once it stops', async () => {
    const readiness = new Readiness();
    readiness.stop();
    expect(await readiness.report()).toEqual({
      ready: false,
      checks: { process: { status: 'down', reason: 'stopping' } },
    });
  });
});
