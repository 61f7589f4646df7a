import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiHeader, ApiQuery, ApiResponse } from '@nestjs/swagger';

const bytes = { content: { '*/*': { schema: { type: 'string' as const, format: 'binary' } } } };

const REFUSALS: readonly (readonly [status: number, description: string])[] = [
  [400, 'The id is no UUID'],
  [403, 'The ticket is forged, for another file, or not yet good'],
  [404, 'There is no such file'],
  [405, 'Only GET and HEAD are answered'],
  [409, 'The download is stopped'],
  [410, 'The link has expired'],
  [412, 'A precondition does not hold (RFC 9110, section 13)'],
  [416, 'No range can be satisfied; `Content-Range` tells the size'],
  [429, 'Too many transfers at once; `Retry-After` says when to come back'],
];

const CONDITIONS = [
  'Range',
  'If-Range',
  'If-Match',
  'If-None-Match',
  'If-Modified-Since',
  'If-Unmodified-Since',
];

/** What the files edition answers (RFC 9110, sections 13 and 14). */
export const DescribeDownload = () =>
  applyDecorators(
    ApiExtension('x-methods', ['get', 'head']),
    ApiQuery({
      name: 'token',
      required: false,
      description: 'the ticket; else a bearer token',
      type: String,
    }),
    ...CONDITIONS.map((name) => ApiHeader({ name, required: false })),
    ApiResponse({ status: 200, description: 'The whole file', ...bytes }),
    ApiResponse({ status: 206, description: 'One range, or several as multipart/byteranges', ...bytes }),
    ApiResponse({ status: 304, description: 'Not modified' }),
    ...REFUSALS.map(([status, description]) => ApiResponse({ status, description })),
  );
