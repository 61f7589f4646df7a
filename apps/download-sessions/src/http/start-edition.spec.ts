import { describe, expect, it } from '@jest/globals';
import { hasField, type StartAnswer, StartEdition, StartEditions } from './start-edition.js';

class EditionOf extends StartEdition {
  constructor(private readonly field: string) {
    super();
  }
  override answers(body: unknown): boolean {
    return hasField(body, this.field);
  }
  override start(): Promise<StartAnswer> {
    return Promise.resolve({ status: 200, body: { edition: this.field } });
  }
}

const [offline, tracking] = [new EditionOf('content_id'), new EditionOf('file_id')];
const editions = new StartEditions([offline, tracking]);

describe('whose a start is', () => {
  it.each([
    [{ content_id: 'c' }, offline],
    [{ file_id: 'f' }, tracking],
    [{ content_id: 'c', file_id: 'f' }, offline],
    [{ content_id: null, file_id: 'f' }, tracking],
    [{}, undefined],
    [{ content_id: null }, undefined],
    [undefined, undefined],
    ['content_id', undefined],
    [[], undefined],
  ])('%j', (body, edition) => {
    expect(editions.find(body)).toBe(edition);
  });
});
