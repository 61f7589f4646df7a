import { describe, expect, it } from '@jest/globals';
import { outputsOf, planBuild } from './plan.ts';

const source = (path: string, fingerprint: string) => ({ path, fingerprint });

describe('planBuild', () => {
  const sources = [source('a.ts', '1'), source('b.ts', '1')];
  const last = planBuild(sources, 'swc-1', null).stamp;

  it('compiles everything the first time', () =>
    expect(planBuild(sources, 'swc-1', null).compile).toEqual(['a.ts', 'b.ts']));

  it('compiles nothing when nothing changed', () =>
    expect(planBuild(sources, 'swc-1', last)).toMatchObject({ compile: [], remove: [] }));

  it('compiles what changed and what is new', () =>
    expect(
      planBuild([source('a.ts', '2'), source('b.ts', '1'), source('c.ts', '1')], 'swc-1', last).compile,
    ).toEqual(['a.ts', 'c.ts']));

  it('removes what was made of a source that is gone', () =>
    expect(planBuild([source('a.ts', '1')], 'swc-1', last)).toMatchObject({ compile: [], remove: ['b.ts'] }));

  it('compiles everything again with another compiler', () =>
    expect(planBuild(sources, 'swc-2', last).compile).toEqual(['a.ts', 'b.ts']));
});

describe('outputsOf', () => {
  it.each([
    ['domain/hold.ts', ['domain/hold.js', 'domain/hold.js.map']],
    ['data/countries.json', ['data/countries.json']],
  ])('%s becomes %j', (path, outputs) => expect(outputsOf(path)).toEqual(outputs));
});
