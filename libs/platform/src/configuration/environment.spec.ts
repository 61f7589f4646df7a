import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type EnvironmentError, flag, list, readEnvironment, serviceEnvironment } from './environment.js';

const schema = z.object({ ...serviceEnvironment, DEBUG: flag.default(false), NAMES: list.optional() });
const good = { CALLER_TOKEN_SECRET: 's'.repeat(32), DATABASE_URL: 'postgres://u:p@127.0.0.1/db' };

function failure(environment: Record<string, string>): EnvironmentError {
  try {
    readEnvironment(schema, environment);
  } catch (error) {
    return error as EnvironmentError;
  }
  throw new Error('It was accepted');
}

describe('readEnvironment', () => {
  it('fills in what has a default and leaves the rest typed', () =>
    expect(readEnvironment(schema, { ...good, PORT: '8080', KAFKA_BROKERS: 'a:1, b:2', OTHER: 'x' })).toEqual(
      {
        ...good,
        PORT: 8080,
        HOST: '127.0.0.1',
        LOG_LEVEL: 'info',
        SHUTDOWN_GRACE_SECONDS: 25,
        DATABASE_POOL_SIZE: 10,
        KAFKA_BROKERS: ['a:1', 'b:2'],
        DEBUG: false,
      },
    ));

  it('takes an empty variable for an unset one', () =>
    expect(readEnvironment(schema, { ...good, KAFKA_BROKERS: '', PORT: '' })).toMatchObject({ PORT: 0 }));

  it('names every bad variable, and not one value', () => {
    const bad = {
      PORT: 'hidden-port',
      DATABASE_URL: 'mysql://hidden',
      CALLER_TOKEN_SECRET: 'hidden',
      LOG_LEVEL: 'hidden',
      DEBUG: 'hidden',
    };
    const error = failure(bad);
    expect(error.variables.map((line) => line.split(':')[0]).sort()).toEqual(Object.keys(bad).sort());
    expect(`${error.message} ${String(error.stack)}`).not.toContain('hidden');
  });

  it('says what is missing', () =>
    expect(failure({}).variables).toEqual(['CALLER_TOKEN_SECRET: is missing', 'DATABASE_URL: is missing']));
});
