import { Injectable } from '@nestjs/common';
import { DomainError } from '@waybill/kernel';
import { type ArrivedBytes, ByteStore } from '../sources/byte-store.js';
import { type FileDescription, PublishFile, type Stored } from './publish-file.js';

export interface Upload extends FileDescription {
  readonly body: AsyncIterable<Buffer>;
  /** 64 hexadecimal digits that the sender promised (RFC 9530); null where he promised none. */
  readonly expectedSha256: string | null;
  /** At most so many bytes. */
  readonly limit: number;
}

/** Takes a file in: whole, verified and durable, or not at all. */
@Injectable()
export class StoreFile {
  constructor(
    private readonly publish: PublishFile,
    private readonly store: ByteStore,
  ) {}

  async execute(upload: Upload): Promise<Stored> {
    const arrived = await this.store.receive(upload.id, upload.body, upload.limit);
    try {
      verify(arrived, upload.expectedSha256);
      return await this.publish.execute(upload, arrived);
    } finally {
      await arrived.discard();
    }
  }
}

/** RFC 9530, 3: a representation digest that does not match means that the bytes were damaged on the way. */
function verify({ sha256 }: ArrivedBytes, expected: string | null): void {
  if (expected !== null && expected !== sha256)
    throw new DomainError('invalid', 'DIGEST_MISMATCH', 'The body does not have the digest of Repr-Digest');
}
