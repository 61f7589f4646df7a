import { ensureSecret, ensureSecrets, newSecret, type Secrets } from '../embedded/secrets.ts';
import { join } from 'node:path';

export interface StackSecrets extends Secrets {
  readonly redisPassword: string;
  readonly s3AccessKeyId: string;
  readonly s3SecretAccessKey: string;
}

export async function ensureStackSecrets(folder: string): Promise<StackSecrets> {
  const secrets = await ensureSecrets(folder);
  const ensure = (name: string) => ensureSecret(join(folder, name), newSecret);
  return {
    ...secrets,
    redisPassword: ensure('redis-password'),
    s3AccessKeyId: ensure('s3-access-key-id').slice(0, 20),
    s3SecretAccessKey: ensure('s3-secret-access-key'),
  };
}
