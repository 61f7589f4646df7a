import { type Asset, at, type Person } from '../contract/world.js';
import { create, start } from './account.js';
import type { Expected } from './expected-figures.js';

export interface ObservedStory {
  readonly kind: 'observed';
  readonly size: number;
  readonly actions: readonly (
    'head' | 'piece' | 'again' | 'not-modified' | 'beyond' | 'renew' | 'pause' | 'download'
  )[];
  readonly end: 'finish' | 'cancel' | 'leave';
}

export interface ReportedStory {
  readonly kind: 'reported';
  readonly size: number;
  readonly fileName: string;
  readonly progress: readonly number[];
  readonly actions: readonly ('cancel' | 'resume' | 'again')[];
  readonly end: 'complete' | 'fail' | 'cancel' | 'leave';
}

/** Takes a file bit by bit, with all the detours of the story, and writes down what really came. */
export async function playObserved(
  person: Person,
  { id, file }: Asset,
  story: ObservedStory,
): Promise<Expected> {
  const client = new Client(await create(person, id), story.size, person);
  for (const action of story.actions) await client.take(action);
  if (story.end === 'finish') await client.finish();
  const cancelled = story.end === 'cancel' && !client.isComplete;
  if (cancelled) await person.post(`/downloads/${client.id}/cancel`);
  return {
    downloadId: client.id,
    userId: person.id,
    fileId: file?.id ?? '',
    type: 'video',
    size: story.size,
    began: client.bytes > 0,
    status: client.isComplete ? 'completed' : cancelled ? 'cancelled' : 'started',
    servedBytes: client.bytes,
    reportedBytes: 0,
    kbps: null,
  };
}

class Client {
  /** Received without a hole, from the start. */
  #received = 0;
  /** Of all bodies. */
  bytes = 0;

  constructor(
    private download: { readonly id: string; readonly link: string },
    private readonly size: number,
    private readonly person: Person,
  ) {}

  get id(): string {
    return this.download.id;
  }

  get isComplete(): boolean {
    return this.#received === this.size;
  }

  async take(action: ObservedStory['actions'][number]): Promise<void> {
    switch (action) {
      case 'head':
        await this.#ask({}, 'HEAD');
        return;
      case 'piece':
        return this.#fetch(this.#received, this.#received + Math.ceil(this.size / 4));
      case 'again':
        return this.#fetch(0, Math.ceil(this.size / 5));
      case 'not-modified':
        await this.#ask({ 'if-none-match': '*' });
        return;
      case 'beyond':
        await this.#ask({ range: `bytes=${String(this.size)}-` });
        return;
      case 'pause':
        if (!this.isComplete) await this.#pause();
        return;
      case 'renew':
        if (!this.isComplete) this.download = await start(this.person, this.id);
        return;
      case 'download':
        return this.finish();
    }
  }

  async finish(): Promise<void> {
    if (!this.isComplete) await this.#fetch(this.#received, this.size);
  }

  /** What was served is told a moment after: a completed download cannot be paused. */
  async #pause(): Promise<void> {
    await this.person.post(`/downloads/${this.id}/pause`);
    this.download = await start(this.person, this.id);
  }

  async #fetch(from: number, to: number): Promise<void> {
    const end = Math.min(to, this.size);
    if (from >= end) return;
    const received = await this.#ask({ range: `bytes=${String(from)}-${String(end - 1)}` });
    if (received !== end - from) throw new Error(`Got ${String(received)} bytes, not ${String(end - from)}`);
    this.#received = Math.max(this.#received, end);
  }

  async #ask(headers: Record<string, string>, method = 'GET'): Promise<number> {
    const answer = await fetch(this.download.link, { method, headers });
    const { byteLength } = await answer.arrayBuffer();
    const served = answer.ok ? byteLength : 0;
    this.bytes += served;
    return served;
  }
}

/** Reports what a client of the tracking edition would, and keeps what it said. */
export async function playReported(person: Person, fileId: string, story: ReportedStory): Promise<Expected> {
  const { size } = story;
  const { body } = await person.post('/api/downloads/start', {
    user_id: person.id,
    file_id: fileId,
    file_name: story.fileName,
    file_size_bytes: size,
  });
  const reporting = new Reporting(person, fileId, (body as { download_id: string }).download_id, size);
  for (const bytes of story.progress) await reporting.resume(Math.min(bytes, size));
  for (const action of story.actions) await reporting.take(action);
  await reporting.end(story.end);
  return {
    downloadId: reporting.id,
    userId: person.id,
    fileId,
    type: { 'a.pdf': 'document', 'b.zip': 'archive', 'c.mp4': 'video' }[story.fileName] ?? 'other',
    size,
    began: true,
    status: reporting.status,
    servedBytes: 0,
    reportedBytes: reporting.status === 'completed' ? size : reporting.most,
    kbps: reporting.status === 'completed' ? REPORTED_KBPS : null,
  };
}

const REPORTED_KBPS = 8000;

class Reporting {
  status: Expected['status'] = 'started';
  /** Progress is the maximum that was reported. */
  most = 0;

  constructor(
    private readonly person: Person,
    private readonly fileId: string,
    readonly id: string,
    private readonly size: number,
  ) {}

  async take(action: ReportedStory['actions'][number]): Promise<void> {
    if (action === 'cancel') await this.end('cancel');
    else await this.resume(action === 'again' ? 0 : Math.floor(this.size / 2));
  }

  /** Revives a running or cancelled one. */
  async resume(bytes_downloaded: number): Promise<void> {
    const body = { user_id: this.person.id, file_id: this.fileId, bytes_downloaded };
    const answer = await this.person.post('/api/downloads/resume', body);
    if (at(answer, 'download_id') !== this.id) throw new Error('Another download was resumed');
    this.status = 'started';
    this.most = Math.max(this.most, bytes_downloaded);
  }

  async end(end: ReportedStory['end']): Promise<void> {
    if (end === 'leave' || this.status !== 'started') return;
    const body = end === 'complete' ? { download_speed_kbps: REPORTED_KBPS } : undefined;
    await this.person.post(`/api/downloads/${end}/${this.id}`, body);
    this.status = ({ complete: 'completed', fail: 'failed', cancel: 'cancelled' } as const)[end];
  }
}
