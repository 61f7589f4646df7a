import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';

export interface FieldError {
  /** `items[2].quality` */
  readonly field: string;
  readonly message: string;
}

/** 400 VALIDATION_FAILED with `details: {fields: [{field, message}]}`. */
export function validationFailed(fields: readonly FieldError[]): DomainError {
  const message = fields.map((error) => error.message).join('; ') || 'The request is not valid';
  return new DomainError('invalid', 'VALIDATION_FAILED', message, { fields });
}

/** Unknown fields are ignored; a wrong one is named. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => validationFailed(errors.flatMap((error) => fieldErrors(error, ''))),
  });
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const field = fieldName(parent, error.property);
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}

function fieldName(parent: string, property: string): string {
  if (/^\d+$/.test(property)) return `${parent}[${property}]`;
  return parent === '' ? property : `${parent}.${property}`;
}
