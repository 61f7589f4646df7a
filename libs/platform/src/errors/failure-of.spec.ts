import { HttpException, NotFoundException } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@waybill/kernel';
import { refusalOf } from './failure-of.js';

const failedQuery = (code: string) =>
  Object.assign(new Error('Query failed'), { driverError: Object.assign(new Error('x'), { code }) });

describe('refusalOf', () => {
  it.each<[unknown, number, string, boolean]>([
    [new DomainError('gone', 'DOWNLOAD_EXPIRED', 'x'), 410, 'DOWNLOAD_EXPIRED', false],
    [new DomainError('internal', 'SERVER_ERROR', 'x'), 500, 'SERVER_ERROR', true],
    [new NotFoundException('Cannot GET /x'), 404, 'NOT_FOUND', false],
    [new HttpException('I am a teapot', 418), 418, 'VALIDATION_FAILED', false],
    [Object.assign(new Error('FST'), { statusCode: 413 }), 413, 'PAYLOAD_TOO_LARGE', false],
    [Object.assign(new Error('FST'), { statusCode: 405 }), 405, 'METHOD_NOT_ALLOWED', false],
    [failedQuery('57P01'), 503, 'NETWORK_ERROR', false],
    [failedQuery('ECONNREFUSED'), 503, 'NETWORK_ERROR', false],
    [failedQuery('23505'), 500, 'SERVER_ERROR', true],
    [new TypeError('undefined is not a function'), 500, 'SERVER_ERROR', true],
    ['a text', 500, 'SERVER_ERROR', true],
    [undefined, 500, 'SERVER_ERROR', true],
  ])('of %s is %d %s', (thrown, status, code, unexpected) =>
    expect(refusalOf(thrown)).toMatchObject({ status, code, unexpected }),
  );

  it("never repeats a framework's words", () => {
    expect(refusalOf(new NotFoundException('Cannot GET /secret')).message).not.toContain('secret');
    expect(refusalOf(new Error('secret')).message).not.toContain('secret');
  });
});
