import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDirectUploads1763798400000 implements MigrationInterface {
  readonly name = 'CreateDirectUploads1763798400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UPLOADS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE direct_uploads');
  }
}

/** Uploads that go past the element. "lease_until" is how long a verifier's word counts; one that ended is kept for a day, and as long as its links. */
const UPLOADS = `
  CREATE TABLE direct_uploads (
    id           uuid        PRIMARY KEY,
    file_id      uuid        NOT NULL,
    file_name    text        NOT NULL,
    media_type   text        NOT NULL,
    size         bigint      NOT NULL CHECK (size > 0),
    sha256       text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    part_size    bigint      NOT NULL,
    multipart_id text,
    state        text        NOT NULL CHECK (state IN ('open', 'verifying', 'stored', 'refused', 'dropped')),
    refusal      jsonb,
    lease_until  timestamptz,
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz
  );
  CREATE INDEX direct_uploads_by_expiry ON direct_uploads (expires_at)`;
