import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { MINUTE } from '@waybill/kernel';
import type { DataSource } from 'typeorm';
import { newTraceparent } from '../tracing/traceparent.js';
import { RequestContext } from '../tracing/request-context.js';
import { JobLock } from './job-lock.js';
import { jobMetrics } from './job-metrics.js';
import { untilNight } from './night.js';

/** Does one round and says how many things it did. */
export type JobWork = () => Promise<number>;

interface Job {
  readonly name: string;
  /** Until its next round. */
  readonly pause: () => number;
  readonly work: JobWork;
  timer?: NodeJS.Timeout;
  running?: Promise<unknown>;
}

/** A tenth of the interval, so that replicas started together do not all ask at once. */
const JITTER = 0.1;
const NIGHT_JITTER_MS = 10 * MINUTE;

/** Work that comes round. Safe on every replica: an advisory lock lets one of them do it while the others skip that round. */
export class Jobs implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #jobs = new Map<string, Job>();
  readonly #lock: JobLock;
  readonly #logger = new Logger('Jobs');
  #started = false;
  #stopped = false;

  constructor(source: DataSource) {
    this.#lock = new JobLock(source);
  }

  every(name: string, milliseconds: number, work: JobWork): void {
    this.#add({ name, pause: () => milliseconds * (1 + JITTER * (2 * Math.random() - 1)), work });
  }

  /** Once a day at the same time, however often the process is started anew. */
  nightly(name: string, work: JobWork): void {
    this.#add({ name, pause: () => untilNight(new Date()) + Math.random() * NIGHT_JITTER_MS, work });
  }

  /** One round now, after one that another replica is doing. For tests and commands. */
  async runNow(name: string): Promise<number> {
    const job = this.#jobs.get(name);
    if (job === undefined) throw new Error(`There is no job ${name}`);
    return this.#lock.hold(name, () => this.#measured(job));
  }

  onApplicationBootstrap(): void {
    this.#started = true;
    for (const job of this.#jobs.values()) this.#schedule(job);
  }

  /** Starts no more rounds and waits for those that run. */
  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    const jobs = [...this.#jobs.values()];
    for (const job of jobs) clearTimeout(job.timer);
    await Promise.all(jobs.map(async (job) => job.running));
  }

  #add(job: Job): void {
    if (this.#jobs.has(job.name)) throw new Error(`There are two jobs ${job.name}`);
    this.#jobs.set(job.name, job);
    if (this.#started) this.#schedule(job);
  }

  #schedule(job: Job): void {
    if (this.#stopped) return;
    job.timer = setTimeout(() => {
      job.running = this.#round(job).finally(() => this.#schedule(job));
    }, job.pause());
    job.timer.unref();
  }

  async #round(job: Job): Promise<void> {
    try {
      const done = await this.#lock.tryHold(job.name, () => this.#measured(job));
      if (done === null) jobMetrics().runs.inc({ job: job.name, outcome: 'elsewhere' });
    } catch (error) {
      jobMetrics().runs.inc({ job: job.name, outcome: 'failed' });
      this.#logger.error({ err: error, job: job.name }, 'A job failed; it comes round again');
    }
  }

  async #measured(job: Job): Promise<number> {
    const { runs, items, duration } = jobMetrics();
    const stop = duration.startTimer({ job: job.name });
    const facts = { requestId: `job:${job.name}`, traceparent: newTraceparent() };
    const done = await RequestContext.run(facts, job.work).finally(stop);
    runs.inc({ job: job.name, outcome: 'done' });
    items.inc({ job: job.name }, done);
    return done;
  }
}
