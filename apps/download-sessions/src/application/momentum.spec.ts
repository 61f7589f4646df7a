import { describe, expect, it } from '@jest/globals';
import { ByteSet } from '../domain/byte-set.js';
import { inStatus, later, NOW } from '../domain/download.fixture.js';
import { keepPace, STILL } from '../domain/pace.js';
import { momentumOf } from './momentum.js';

const pace = keepPace(STILL, 200, 1000, later(1));

describe('momentum', () => {
  it('tells when a running one will be done', () => {
    const { state } = inStatus('downloading', { pace, covered: ByteSet.upTo(500) });
    expect(momentumOf(state, later(1))).toEqual({ speed: 200, remainingSeconds: 3, eta: later(4) });
  });

  it.each(['pending', 'paused', 'failed', 'cancelled'] as const)('is 0 for a %s one', (status) => {
    const { state } = inStatus(status, { pace });
    expect(momentumOf(state, later(1))).toEqual({ speed: 0, remainingSeconds: null, eta: null });
  });

  it('is over for a completed one', () => {
    expect(momentumOf(inStatus('completed').state, later(1))).toEqual({
      speed: 0,
      remainingSeconds: 0,
      eta: NOW,
    });
  });
});
