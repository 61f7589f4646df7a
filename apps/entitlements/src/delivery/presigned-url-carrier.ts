import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { SECOND } from '@waybill/kernel';
import { GrantCarrier } from '../application/grant-carrier.js';
import type { Grant } from '../application/grants.js';
import { attachment } from './content-disposition.js';

export interface BucketOptions {
  /** as clients reach it: a URL signed for another host is refused */
  readonly publicEndpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** before the file's id in the object's key */
  readonly keyPrefix: string;
}

/** A grant as a presigned GET of the bucket (DESIGN.md, section 5). The bucket answers alone: no progress is observed. */
export class PresignedUrlCarrier extends GrantCarrier {
  readonly #client: S3Client;

  constructor(private readonly options: BucketOptions) {
    super();
    const { publicEndpoint: endpoint, region, accessKeyId, secretAccessKey } = options;
    this.#client = new S3Client({
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
      // Else the signature covers a header that no browser sends.
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
  }

  override kindOf(): 'presigned-url' {
    return 'presigned-url';
  }

  override carry(grant: Grant): Promise<string> {
    const command = new GetObjectCommand({
      Bucket: this.options.bucket,
      Key: `${this.options.keyPrefix}${grant.fileId}`,
      ResponseContentDisposition: attachment(grant.fileName),
      ...(grant.mediaType === null ? {} : { ResponseContentType: grant.mediaType }),
    });
    const lifetime = (grant.expiresAt.getTime() - grant.issuedAt.getTime()) / SECOND;
    return getSignedUrl(this.#client, command, {
      expiresIn: Math.round(lifetime),
      signingDate: grant.issuedAt,
    });
  }
}
