import { Readable } from 'node:stream';
import { GetObjectCommand, paginateListObjectsV2, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { ArchiveStorage } from '../application/archive-storage.js';

export interface BucketSettings {
  readonly bucket: string;
  readonly region: string;
  /** Other than AWS. */
  readonly endpoint?: string | undefined;
  /** Null: as the machine has them (instance role, profile). */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
}

/** The archive in a bucket, which every replica reaches. */
export class S3ArchiveStorage extends ArchiveStorage {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(settings: BucketSettings) {
    super();
    this.#client = new S3Client(configurationOf(settings));
    this.#bucket = settings.bucket;
  }

  /** In parts, since nobody knows how long it gets; they become an object when the last one is there. */
  override async write(name: string, content: Readable): Promise<void> {
    const params = { Bucket: this.#bucket, Key: name, Body: content };
    await new Upload({ client: this.#client, params, leavePartsOnError: false }).done();
  }

  override async read(name: string): Promise<Readable> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: name }));
    if (!(Body instanceof Readable)) throw new Error(`${name} has no body`);
    return Body;
  }

  override async list(prefix: string): Promise<string[]> {
    const names: string[] = [];
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix: prefix });
    for await (const { Contents = [] } of pages)
      names.push(...Contents.map(({ Key }) => Key).filter((key) => key !== undefined));
    return names.toSorted();
  }

  onModuleDestroy(): void {
    this.#client.destroy();
  }
}

function configurationOf({ region, endpoint, credentials }: BucketSettings): S3ClientConfig {
  return {
    region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...(credentials !== null && { credentials }),
    // Servers other than AWS's own know nothing of the checksums that are newer than they are.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}
