import type { PipeTransform, Type } from '@nestjs/common';
import { validationPipe } from '@waybill/platform';

/**
 * A body of one optional field, written as the object or as the bare value: the document's framework takes `8000`, its
 * readers write `{"download_speed_kbps": 8000}` (DESIGN.md, section 9).
 */
export class LoneBodyPipe<T extends object> implements PipeTransform<unknown, Promise<T>> {
  readonly #validation = validationPipe();

  constructor(
    private readonly type: Type<T>,
    private readonly field: keyof T & string,
  ) {}

  async transform(value: unknown): Promise<T> {
    const isObject = typeof value === 'object' && value !== null;
    const body: unknown = isObject ? value : { [this.field]: value };
    return (await this.#validation.transform(body, { type: 'body', metatype: this.type })) as T;
  }
}
