import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PUBLIC_ID } from '@waybill/kernel';
import { PageNumber, QueryInteger } from '@waybill/platform';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Length, Matches, Max, Min, registerDecorator } from 'class-validator';
import { isDay } from '../../domain/utc.js';
import { isCursor, readCursor } from './history-cursor.js';

/** A day that the calendar has. */
function IsDay(): PropertyDecorator {
  return (target, propertyName) => {
    registerDecorator({
      name: 'isDay',
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isDay(value),
        defaultMessage: () => '$property must be a day, YYYY-MM-DD',
      },
    });
  };
}

function IsCursor(): PropertyDecorator {
  return (target, propertyName) => {
    registerDecorator({
      name: 'isCursor',
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: isCursor,
        defaultMessage: () => '$property must be the next_cursor of an answer',
      },
    });
  };
}

export class PersonPath {
  @ApiProperty({ example: 'user-1' })
  @Matches(PUBLIC_ID)
  user_id!: string;
}

export class FilePath {
  @ApiProperty({ example: '0190d7a0-0000-7000-8000-000000000001' })
  @Length(1, 255)
  file_id!: string;
}

/** Without `limit` the window's latest thousand: the document's clients do not page. */
const UNPAGED_LIMIT = 1000;

export class HistoryQuery {
  @QueryInteger({ minimum: 1, maximum: 90, default: 30 })
  days = 30;

  @PageNumber()
  page = 1;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;

  @ApiPropertyOptional({
    description: '`next_cursor` of the page before, in place of `page`: no page costs more than the first',
  })
  @IsOptional()
  @IsCursor()
  cursor?: string;
}

export function sliceOf({ days, page, limit = UNPAGED_LIMIT, cursor }: HistoryQuery) {
  return { days, limit, from: cursor === undefined ? (page - 1) * limit : readCursor(cursor) };
}

export class PopularQuery {
  @QueryInteger({ minimum: 1, maximum: 30, default: 7 })
  days = 7;

  @QueryInteger({ minimum: 1, maximum: 50, default: 10 })
  limit = 10;
}

export class BandwidthQuery {
  @QueryInteger({ minimum: 1, maximum: 30, default: 7 })
  days = 7;
}

export class DailyQuery {
  @ApiPropertyOptional({ type: String, format: 'date', description: 'UTC; today where it is not said' })
  @IsOptional()
  @IsDay()
  date?: string;
}
