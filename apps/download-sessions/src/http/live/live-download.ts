import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** The `data` of an event `download`. */
export class LiveDownload {
  @ApiProperty({ example: 'dl_0197a3f4c0de7000800000000000abcd' }) downloadId!: string;
  @ApiProperty({ example: 'downloading' }) status!: string;
  @ApiProperty({ minimum: 0, maximum: 100, example: 42.5 }) progress!: number;
  @ApiProperty({ enum: ['observed', 'claimed', 'reported'] }) accuracy!: string;
  @ApiProperty({ type: 'integer', description: 'bytes' }) downloaded!: number;
  @ApiProperty({ type: 'integer', description: 'bytes' }) fileSize!: number;
  @ApiProperty({ description: 'bytes per second' }) speed!: number;
  @ApiPropertyOptional({ description: 'seconds' }) remainingTime?: number;
  @ApiProperty({ description: 'it was taken off the list' }) deleted!: boolean;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;
}
