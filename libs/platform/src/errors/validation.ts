import { type ArgumentMetadata, type ValidationError, ValidationPipe } from '@nestjs/common';
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
  return new ObjectValidationPipe({
    whitelist: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => validationFailed(errors.flatMap((error) => fieldErrors(error, ''))),
  });
}

/** What a class describes is an object: the framework would take a list of them, a bare value or null as well. */
class ObjectValidationPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const described = metadata.type === 'body' && this.toValidate(metadata);
    if (described && value !== undefined && !isObject(value))
      throw validationFailed([{ field: 'body', message: 'the body must be a JSON object' }]);
    return (await super.transform(value, metadata)) as unknown;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
