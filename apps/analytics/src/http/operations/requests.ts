import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageNumber, QueryInteger } from '@waybill/platform';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { AlertState } from '../../application/alerts.js';
import { REPORT_KINDS, type ReportKind } from '../../domain/report-periods.js';

class PageQuery {
  @PageNumber()
  page = 1;

  @QueryInteger({ minimum: 1, maximum: 100, default: 20 })
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
