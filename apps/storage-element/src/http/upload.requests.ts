import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  NotContains,
} from 'class-validator';
import type { UploadPromise } from '../domain/direct-upload.js';
import { sanitiseFileName } from '../domain/file-name.js';
import { MEDIA_TYPE, mediaTypeOf } from './media-type.js';

/** What S3 can keep as one object. */
const MAX_OBJECT_BYTES = 5 * 1024 ** 4;
/** PostgreSQL keeps no NUL in a text. */
const NUL = '\0';

export class OpenUploadRequest {
  @ApiProperty({ type: String, minLength: 1, maxLength: 1024, example: 'film.mp4' })
  @IsString()
  @Length(1, 1024)
  @NotContains(NUL)
  filename!: string;

  @ApiPropertyOptional({ type: String, example: 'video/mp4', description: 'else by the name' })
  @IsOptional()
  @MaxLength(255)
  @Matches(MEDIA_TYPE)
  mediaType?: string;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'bytes, exactly', example: 8_589_934_592 })
  @IsInt()
  @Min(1)
  @Max(MAX_OBJECT_BYTES)
  size!: number;

  @ApiProperty({ type: String, pattern: '^[0-9a-fA-F]{64}$', description: 'of the whole file' })
  @Matches(/^[0-9a-f]{64}$/i)
  sha256!: string;

  promiseFor(fileId: string): UploadPromise {
    return {
      fileId,
      fileName: sanitiseFileName(this.filename),
      mediaType: mediaTypeOf(this.mediaType ?? '', this.filename),
      size: this.size,
      sha256: this.sha256.toLowerCase(),
    };
  }
}
