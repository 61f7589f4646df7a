import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import type { AlertState } from '../../application/alerts.js';
import { REPORT_KINDS, type ReportKind } from '../../domain/report-periods.js';

class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, default: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  page = 1;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 20 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 20;
}

const STATES = ['active', 'cleared', 'all'] as const satisfies readonly AlertState[];

export class AlertsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES, default: 'all' })
  @IsIn(STATES)
  state: AlertState = 'all';
}

export class ReportsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: REPORT_KINDS })
  @IsOptional()
  @IsIn(REPORT_KINDS)
  kind?: ReportKind;
}

export class ReportPath {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: string;
}

export const FORMATS = ['json', 'html', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

export class ReportQuery {
  @ApiPropertyOptional({ enum: FORMATS, description: 'goes before Accept' })
  @IsOptional()
  @IsIn(FORMATS)
  format?: Format;
}
