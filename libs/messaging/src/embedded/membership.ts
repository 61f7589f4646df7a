import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { type Outcome, Rounds } from '../bus/rounds.js';
import type { BusDatabase } from './bus-database.js';
import type { Session } from './bus-listener.js';
import { fairShare, type GroupMember, type GroupPartition } from './fair-share.js';
import * as sql from './membership.sql.js';
import type { KnownTopic } from './topics.js';

/** A partition that belongs to this member until `epoch` moves on. */
export interface Claim {
  readonly topicId: number;
  readonly partition: number;
  readonly epoch: string;
  /** The offset to go on at. */
  readonly committed: string;
}

interface Progress extends Claim {
  readonly nextOffset: bigint;
}

/** What one look at the group said. */
export interface Standing {
  /** Everything this member owns by now. */
  readonly owned: readonly Claim[];
  /** What of it others are waiting for. */
  readonly release: readonly GroupPartition[];
}

export interface MembershipOptions {
  readonly group: string;
  readonly topics: readonly KnownTopic[];
  readonly leaseMs: number;
  readonly glance?: 'beginning' | 'end' | undefined;
}

/** One member of a consumer group. The group's rows change only under its advisory lock. */
export class Membership {
  readonly #commits = new Rounds<Progress, boolean>((done) => this.#commit(done));
  #member: string | undefined;

  constructor(
    private readonly database: BusDatabase,
    private readonly options: MembershipOptions,
  ) {}

  /**
   * Extends the lease, buries the dead (lease over, or connection gone), takes a fair share. A member that was itself
   * buried in the meantime comes back as a new one and owns nothing of what it had.
   */
  async look(session: Session | undefined): Promise<Standing> {
    return this.database.transaction(async (client) => {
      await client.query(sql.LOCK_GROUP, [this.options.group]);
      await this.#beat(client, session);
      await client.query(sql.BURY_THE_DEAD, [this.options.group]);
      const { rows: members } = await client.query<GroupMember>(sql.MEMBERS, [this.options.group]);
      const { rows: partitions } = await client.query<GroupPartition>(sql.PARTITIONS, [
        this.options.group,
        this.#topicIds,
      ]);
      const share = fairShare(this.#me, members, partitions);
      return { owned: await this.#claim(client, share.claim), release: share.release };
    });
  }

  /** False where the partition belongs to somebody else by now. */
  commit(claim: Claim, nextOffset: bigint): Promise<boolean> {
    return this.#commits.join({ ...claim, nextOffset });
  }

  async release(claim: Claim): Promise<void> {
    const { group } = this.options;
    await this.database.patiently(sql.RELEASE, [
      group,
      claim.topicId,
      claim.partition,
      this.#me,
      claim.epoch,
    ]);
  }

  async leave(): Promise<void> {
    if (this.#member === undefined) return;
    const { group, glance } = this.options;
    await this.database.query(sql.LEAVE, [group, this.#member]);
    if (glance !== undefined) await this.database.query(sql.FORGET, [group]);
    this.#member = undefined;
  }

  get #me(): string {
    return this.#member ?? '';
  }

  get #topicIds(): number[] {
    return this.options.topics.map(({ id }) => id);
  }

  /** What partitions have done by now, in one statement. */
  async #commit(done: readonly Progress[]): Promise<Outcome<boolean>[]> {
    const rows = await this.database.patiently<{ claim: string }>(sql.COMMIT_OFFSETS, [
      this.options.group,
      this.#me,
      done.map(({ topicId }) => topicId),
      done.map(({ partition }) => partition),
      done.map(({ epoch }) => epoch),
      done.map(({ nextOffset }) => nextOffset.toString()),
    ]);
    const mine = new Set(rows.map(({ claim }) => claim));
    return done.map(({ topicId, partition, epoch }) => ({
      value: mine.has(`${topicId}/${partition}/${epoch}`),
    }));
  }

  async #beat(client: PoolClient, session: Session | undefined): Promise<void> {
    const presence = [this.options.leaseMs, session?.pid ?? null, session?.startedAt ?? null];
    const { rowCount } = await client.query(sql.BEAT, [this.#member ?? null, ...presence]);
    if (rowCount === 1) return;
    const { group, glance } = this.options;
    this.#member = randomUUID();
    await client.query(sql.JOIN, [this.#member, group, this.#topicIds, ...presence]);
    await client.query(sql.ADD_PARTITIONS, [group, this.#topicIds, glance === 'end']);
  }

  async #claim(client: PoolClient, partitions: readonly GroupPartition[]): Promise<Claim[]> {
    if (partitions.length > 0)
      await client.query(sql.CLAIM, [
        this.options.group,
        this.#me,
        partitions.map(({ topicId }) => topicId),
        partitions.map(({ partition }) => partition),
      ]);
    return (await client.query<Claim>(sql.OWNED, [this.options.group, this.#me])).rows;
  }
}
