import { S3Client } from '@aws-sdk/client-s3';
import { Bucket } from './bucket.js';
import { readingAgents } from './reading-agents.js';

export interface S3Settings {
  /** Undefined is AWS's own, by region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly keyPrefix: string;
  readonly timeoutMs: number;
}

const CONNECT_MS = 3_000;
/** The first try counts. */
const ATTEMPTS = 3;
/** Each body that is on its way has a connection of its own. */
const MAX_SOCKETS = 1_024;

export function openBucket(settings: S3Settings): Bucket {
  const { bucket, keyPrefix, timeoutMs } = settings;
  return new Bucket(openClient(settings), { bucket, keyPrefix, timeoutMs });
}

export function openClient({
  endpoint,
  region,
  accessKeyId,
  secretAccessKey,
  timeoutMs,
}: S3Settings): S3Client {
  return new S3Client({
    ...(endpoint !== undefined && { endpoint }),
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    maxAttempts: ATTEMPTS,
    // Ours is SHA-256, over the whole; theirs would be a second one over every body.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestChecksumCalculation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      ...readingAgents({ keepAlive: true, maxSockets: MAX_SOCKETS }),
    },
  });
}
