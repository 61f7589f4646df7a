import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiResponse } from '@nestjs/swagger';

/** Offline's `success` and `message`, or tracking's `detail`, or both where nobody knows whose the request was. */
class StartRefusal {
  @ApiProperty({ example: 'VALIDATION_FAILED' }) code!: string;
  @ApiPropertyOptional({ type: Boolean, enum: [false] }) success?: false;
  @ApiPropertyOptional({ example: 'Missing content_id' }) message?: string;
  @ApiPropertyOptional({ example: 'Missing content_id' }) detail?: string;
}

const REFUSALS: readonly (readonly [status: number, description: string])[] = [
  [400, 'The request is not valid'],
  [401, 'No token, or one that is not good'],
  [403, 'Not allowed to this caller'],
  [404, 'There is no such content'],
  [409, 'It is being downloaded already'],
  [413, 'The body is too large, or there is no room for what it asks for'],
  [415, 'The body is not JSON'],
  [422, 'This Idempotency-Key was used for another request'],
  [429, 'Too many requests; `Retry-After` says when to come back'],
  [500, 'Our fault; the log line has the request id'],
  [502, 'A service answered nonsense or broke off'],
  [503, 'A service is away'],
  [504, 'A service did not answer in time'],
];

export const ApiStartRefusals = () =>
  applyDecorators(
    ...REFUSALS.map(([status, description]) => ApiResponse({ status, description, type: StartRefusal })),
  );
