import { Injectable, type PipeTransform } from '@nestjs/common';
import { isPublicId } from '@waybill/kernel';
import { validationFailed } from '@waybill/platform';

/** Ids of assets, orders and people in a path (DESIGN.md, section 10). */
@Injectable()
export class PublicIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (isPublicId(id)) return id;
    const message = 'the id must be 1 to 128 characters of A-Z a-z 0-9 _ - . : @ |';
    throw validationFailed([{ field: 'id', message }]);
  }
}
