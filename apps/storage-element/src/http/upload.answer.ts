import { ApiProperty } from '@nestjs/swagger';
import type { UploadState } from '../domain/direct-upload.js';
import type { UploadBody, UploadPartBody } from './upload.presenter.js';

export class UploadPartAnswer implements UploadPartBody {
  @ApiProperty({ type: 'integer', example: 1 }) readonly number!: number;
  @ApiProperty({ type: 'integer', description: 'where it begins in the file' }) readonly offset!: number;
  @ApiProperty({ type: 'integer', description: 'bytes: the URL takes exactly so many' })
  readonly size!: number;
  @ApiProperty({ format: 'uri', description: 'for one PUT' }) readonly url!: string;
}

export class UploadRefusalAnswer {
  @ApiProperty({ example: 'DIGEST_MISMATCH' }) readonly code!: string;
  @ApiProperty() readonly message!: string;
}

/** An upload past the element, for the contract's documents. */
export class UploadAnswer implements UploadBody {
  @ApiProperty({ format: 'uuid' }) readonly uploadId!: string;
  @ApiProperty({ format: 'uuid' }) readonly fileId!: string;
  @ApiProperty({ enum: ['open', 'verifying', 'stored', 'refused'] }) readonly state!: UploadState;
  @ApiProperty({ type: UploadRefusalAnswer, nullable: true }) readonly refusal!: UploadRefusalAnswer | null;
  @ApiProperty({ type: 'integer', description: 'bytes' }) readonly size!: number;
  @ApiProperty({ pattern: '^[0-9a-f]{64}$' }) readonly sha256!: string;
  @ApiProperty({ format: 'date-time' }) readonly expiresAt!: string;
  @ApiProperty({ type: [UploadPartAnswer], description: 'what has not arrived yet' })
  readonly parts!: readonly UploadPartAnswer[];
}
