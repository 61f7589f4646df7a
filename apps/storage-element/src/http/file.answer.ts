import { ApiProperty } from '@nestjs/swagger';
import type { FileBody } from './file.presenter.js';

/** The facts of a stored file, for the contract's documents (DESIGN.md, section 10). */
export class FileAnswer implements FileBody {
  @ApiProperty({ format: 'uuid' }) readonly id!: string;
  @ApiProperty({ example: 'annual_report_2024.pdf' }) readonly filename!: string;
  @ApiProperty({ example: 'application/pdf' }) readonly mediaType!: string;
  @ApiProperty({ type: 'integer', description: 'bytes', example: 1_048_576 }) readonly size!: number;
  @ApiProperty({ description: 'strong, with its quotes' }) readonly etag!: string;
  @ApiProperty({ pattern: '^[0-9a-f]{64}$' }) readonly sha256!: string;
  @ApiProperty({ format: 'date-time' }) readonly createdAt!: string;
}
