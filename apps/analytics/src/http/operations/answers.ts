import { ApiProperty } from '@nestjs/swagger';
import { REPORT_KINDS } from '../../domain/report-periods.js';

const time = { type: String, format: 'date-time' };
const whole = { type: 'integer' as const };

class Meta {
  @ApiProperty(whole) total!: number;
  @ApiProperty(whole) page!: number;
  @ApiProperty(whole) limit!: number;
  @ApiProperty(whole) totalPages!: number;
}

export class AlertAnswer {
  @ApiProperty() id!: string;
  @ApiProperty({ example: 'failure-rate' }) rule!: string;
  @ApiProperty({ example: 'failure-rate' }) kind!: string;
  @ApiProperty({ example: '23.5 % of 40 downloads failed within 15 minutes (limit 20 %)' }) summary!: string;
  @ApiProperty({ type: Number, description: 'when it was raised' }) value!: number;
  @ApiProperty({ type: Number }) limit!: number;
  @ApiProperty(time) raisedAt!: string;
  @ApiProperty({ ...time, nullable: true }) clearedAt!: string | null;
}

export class AlertsAnswer {
  @ApiProperty({ type: [AlertAnswer] }) data!: AlertAnswer[];
  @ApiProperty({ type: Meta }) meta!: Meta;
}

export class ReportSummaryAnswer {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: REPORT_KINDS }) kind!: string;
  @ApiProperty(time) periodStart!: string;
  @ApiProperty({ ...time, description: 'the period ends before it' }) periodEnd!: string;
  @ApiProperty(time) publishedAt!: string;
  @ApiProperty(whole) metricVersion!: number;
}

export class ReportsAnswer {
  @ApiProperty({ type: [ReportSummaryAnswer] }) data!: ReportSummaryAnswer[];
  @ApiProperty({ type: Meta }) meta!: Meta;
}

class TableAnswer {
  @ApiProperty({ example: 'Popular files' }) title!: string;
  @ApiProperty({ type: [String], example: ['file', 'completed downloads'] }) columns!: string[];
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { oneOf: [{ type: 'string' }, { type: 'number' }] } },
    example: [['film.mp4', 9]],
  })
  rows!: (string | number)[][];
}

export class ReportAnswer extends ReportSummaryAnswer {
  @ApiProperty({ type: [TableAnswer] }) tables!: TableAnswer[];
}
