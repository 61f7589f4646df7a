import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { type Period, PERIODS } from '../../application/read-figures.js';

const NAMES = Object.keys(PERIODS) as Period[];

export class StatsQuery {
  @ApiPropertyOptional({ enum: NAMES, default: 'month' })
  @IsIn(NAMES)
  period: Period = 'month';
}
