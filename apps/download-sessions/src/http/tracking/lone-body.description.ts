import { applyDecorators, type Type } from '@nestjs/common';
import { ApiBody, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';

type BareValue =
  | { readonly type: 'number'; readonly minimum: number; readonly maximum: number }
  | { readonly type: 'string'; readonly maxLength: number; readonly pattern: string };

/** What `LoneBodyPipe` takes: the object, its one field as a bare value, null, or nothing. */
export const ApiLoneBody = (request: Type, bare: BareValue) =>
  applyDecorators(
    ApiExtraModels(request),
    ApiBody({
      required: false,
      schema: { anyOf: [{ $ref: getSchemaPath(request) }, bare, { type: 'null' }] } as object,
    }),
  );
