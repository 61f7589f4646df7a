import { describe, expect, it } from '@jest/globals';
import { Circuit } from './circuit.js';

function setUp() {
  const service = { isThere: false, looks: 0 };
  const circuit = new Circuit(() => {
    service.looks += 1;
    return service.isThere ? Promise.resolve() : Promise.reject(new Error('silence'));
  });
  const silence = (calls: number) => {
    for (let call = 0; call < calls; call += 1) circuit.stayedSilent();
  };
  return { service, circuit, silence };
}

describe('Circuit', () => {
  it('lets calls out as long as some of them are answered', async () => {
    const { service, circuit, silence } = setUp();
    silence(9);
    circuit.answered();
    silence(9);
    expect(await circuit.admits()).toBe(true);
    expect(service.looks).toBe(0);
  });

  it('keeps them after ten in a row without an answer, until there is a sign of life', async () => {
    const { service, circuit, silence } = setUp();
    silence(10);
    expect(await circuit.admits()).toBe(false);
    expect(await circuit.admits()).toBe(false);
    service.isThere = true;
    expect(await circuit.admits()).toBe(true);
    expect(await circuit.admits()).toBe(true);
    expect(service.looks).toBe(3);
  });

  it('looks once for all who ask at the same time', async () => {
    const { service, circuit, silence } = setUp();
    silence(10);
    const answers = await Promise.all(Array.from({ length: 50 }, () => circuit.admits()));
    expect(new Set(answers)).toEqual(new Set([false]));
    expect(service.looks).toBe(1);
  });
});
