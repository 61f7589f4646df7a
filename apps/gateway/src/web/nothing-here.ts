import { DomainError } from '@waybill/kernel';

export function nothingHere(): DomainError {
  return new DomainError('not-found', 'NOT_FOUND', 'There is nothing at this path');
}

export function found<T>(value: T | null): T {
  if (value === null) throw nothingHere();
  return value;
}
