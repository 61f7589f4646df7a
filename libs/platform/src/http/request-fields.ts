import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min, ValidateIf } from 'class-validator';

const LAST_PAGE = 1_000_000;

/** A field may be absent; where it is there it must be right, so null is a wrong type. */
export const WhereGiven = (): PropertyDecorator => ValidateIf((_body, value) => value !== undefined);

interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

/** A whole number of a query string: read, checked and documented by the same bounds. The class sets the default. */
export function QueryInteger({ minimum, maximum, default: otherwise }: Bounds): PropertyDecorator {
  const documented = ApiPropertyOptional({ type: 'integer', minimum, maximum, default: otherwise });
  return stacked(documented, Type(asNumber), IsInt(), Min(minimum), Max(maximum));
}

/** The page of a list, counted from 1. */
export function PageNumber(last = LAST_PAGE): PropertyDecorator {
  const documented = ApiPropertyOptional({ type: 'integer', minimum: 1, default: 1 });
  return stacked(documented, Type(asNumber), IsInt(), Min(1), Max(last));
}

const asNumber = () => Number;

/** As if they stood above the field one below the other: the lowest goes first. */
function stacked(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, field) => decorators.toReversed().forEach((decorate) => decorate(target, field));
}
