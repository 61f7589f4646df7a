import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@waybill/kernel';
import { createEvent, parseData, parseEnvelope } from './cloud-event.js';
import { fileRemoved } from './files/file-removed.v1.js';
import { transferServed } from './transfers/transfer-served.v1.js';

const data = { fileId: '3f0c3a52-6f0b-4f35-8c5e-0d8ad9d0c001', removedAt: '2026-11-21T09:00:00.000Z' };

describe('an event', () => {
  it('is a CloudEvent whose subject is the aggregate', () => {
    const event = createEvent(fileRemoved, data, { service: 'storage-element', traceparent: '00-aa-bb-01' });
    expect(event).toMatchObject({
      specversion: '1.0',
      source: '/waybill/storage-element',
      type: 'waybill.file.removed',
      subject: data.fileId,
      dataschema: 'urn:waybill:schema:file.removed:v1',
      traceparent: '00-aa-bb-01',
      data,
    });
  });

  it('survives the wire', () => {
    const event = createEvent(fileRemoved, data, { service: 'storage-element' });
    expect(parseData(fileRemoved, parseEnvelope(JSON.stringify(event)))).toEqual(event);
  });

  it('does not leave where its data break the contract', () => {
    expect(() => createEvent(fileRemoved, { ...data, fileId: 'no' }, { service: 'x' })).toThrow();
  });

  it('lets a consumer live with fields that were added later', () => {
    const event = {
      ...createEvent(fileRemoved, data, { service: 'x' }),
      data: { ...data, addedLater: true },
    };
    expect(parseData(fileRemoved, parseEnvelope(JSON.stringify(event))).data.fileId).toBe(data.fileId);
  });

  it.each(['', '{', '[]', '{"specversion":"0.3"}', 'null'])('refuses %j for good', (text) => {
    const refusal = captureError(() => parseEnvelope(text));
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'MALFORMED_EVENT' });
  });

  it('of a transfer without a download is ordered by its file', () => {
    const subject = transferServed.subject as (facts: {
      downloadId: string | null;
      fileId: string;
    }) => string;
    expect(subject({ downloadId: null, fileId: 'f' })).toBe('f');
    expect(subject({ downloadId: 'd', fileId: 'f' })).toBe('d');
  });
});

function captureError(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It did not throw');
}
