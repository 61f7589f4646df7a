import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PUBLIC_ID } from '@waybill/kernel';
import { IsInt, IsNumber, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';

const LONGEST_ID = 255;
const LONGEST_NAME = 500;
/** PostgreSQL takes no NUL in a text. */
const NO_NUL = /^[^\0]*$/;

export class PersonPath {
  @ApiProperty({ pattern: PUBLIC_ID.source })
  @Matches(PUBLIC_ID)
  user_id!: string;
}

export class StartReport {
  @ApiProperty({ pattern: PUBLIC_ID.source, example: 'alice' })
  @Matches(PUBLIC_ID, { message: 'user_id must be 1 to 128 characters of A-Z a-z 0-9 _ - . : @ |' })
  @IsString()
  user_id!: string;

  @ApiProperty({ maxLength: LONGEST_ID, example: 'file-1' })
  @Matches(NO_NUL)
  @Length(1, LONGEST_ID)
  @IsString()
  file_id!: string;

  @ApiProperty({ maxLength: LONGEST_NAME, example: 'report.pdf' })
  @Matches(NO_NUL)
  @Length(1, LONGEST_NAME)
  @IsString()
  file_name!: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'bytes', example: 1_048_576 })
  @Max(Number.MAX_SAFE_INTEGER)
  @Min(0)
  @IsInt()
  file_size_bytes!: number;
}

export class ResumeRequest {
  @ApiProperty({ pattern: PUBLIC_ID.source, example: 'alice' })
  @Matches(PUBLIC_ID, { message: 'user_id must be 1 to 128 characters of A-Z a-z 0-9 _ - . : @ |' })
  @IsString()
  user_id!: string;

  @ApiProperty({ maxLength: LONGEST_ID, example: 'file-1' })
  @Matches(NO_NUL)
  @Length(1, LONGEST_ID)
  @IsString()
  file_id!: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, default: 0, description: 'bytes' })
  @Max(Number.MAX_SAFE_INTEGER)
  @Min(0)
  @IsInt()
  bytes_downloaded = 0;
}

export class CompleteRequest {
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, description: 'kilobits per second' })
  @IsOptional()
  @Max(Number.MAX_SAFE_INTEGER)
  @Min(0)
  @IsNumber()
  download_speed_kbps?: number | null;
}

export class FailRequest {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 2000 })
  @IsOptional()
  @Matches(NO_NUL)
  @MaxLength(2000)
  @IsString()
  error_message?: string | null;
}
