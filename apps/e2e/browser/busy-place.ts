import { type Asset, at, fresh, order, Person, publish, storeFile } from '../contract/world.js';
import { create, type Download } from '../journey/account.js';
import { ADDRESSES } from './countries.js';
import { letNightPass } from './databases.js';

const CATALOGUE: readonly (readonly [title: string, file: string, type: string, size: number])[] = [
  ['React 完整教程视频', 'React完整教程视频.mp4', 'video', 3_400_000],
  ['Les bases du solfège, première partie', 'solfège-1.mp4', 'video', 1_900_000],
  ['A field recording of the northern lights', 'aurora-borealis.flac', 'audio', 2_600_000],
  ['Handbook of operations', 'handbook-of-operations-2026-final-revised.pdf', 'document', 180_000],
  ['Вечерний концерт', 'концерт.mp3', 'audio', 900_000],
  ['Map of the old town', 'map.png', 'image', 640_000],
  ['Sources, all of them', 'sources.zip', 'archive', 1_200_000],
  ['Firmware', 'firmware-9.2.bin', 'software', 450_000],
];

/** Fetches a link as somebody elsewhere would: the stack of these tests believes where a request says it is from. */
async function fetchFrom(address: string, { link }: Download, range?: string): Promise<void> {
  const headers = { 'x-forwarded-for': address, ...(range !== undefined && { range: `bytes=${range}` }) };
  await (await fetch(link, { headers })).arrayBuffer();
}

/**
 * Something to see: files of every kind, people of several countries, and somebody's own downloads in every state.
 * @returns his name
 */
export async function makeBusy(): Promise<string> {
  const assets: Asset[] = [];
  for (const [title, fileName, type, size] of CATALOGUE)
    assets.push(await publish({ size, fileName, facts: { title, type, maxDownloads: 5 } }));
  await publish({ originalSizeBytes: 3 * 1024 ** 3, facts: { title: 'A film that lies elsewhere' } });
  for (const [index, address] of ADDRESSES.entries()) await crowd(assets, address, index + 1);
  const person = new Person(fresh('visitor'));
  await finished(person, assets.slice(3));
  await unfinished(person, assets);
  await reportFailures(12);
  await letNightPass();
  return person.id;
}

async function createFrom(address: string, person: Person, resourceId: string): Promise<Download> {
  const answer = await person.post('/downloads', { resourceId }, { 'x-forwarded-for': address });
  return { id: at(answer, 'data.download.id'), link: at(answer, 'data.download.downloadUrl') };
}

/** Each of them takes a few files, from his own country. */
async function crowd(assets: readonly Asset[], address: string, people: number): Promise<void> {
  for (let count = 0; count < people; count += 1) {
    const person = new Person(fresh('reader'));
    for (const { id } of assets.slice(0, 3 + count))
      await fetchFrom(address, await createFrom(address, person, id));
  }
}

async function finished(person: Person, assets: readonly Asset[]): Promise<void> {
  for (let round = 0; round < 4; round += 1)
    for (const { id } of assets) await fetchFrom(ADDRESSES[0], await create(person, id));
}

async function unfinished(
  person: Person,
  [film, lesson, sound, book, music]: readonly Asset[],
): Promise<void> {
  const begin = async (asset: Asset | undefined, range: string): Promise<Download> => {
    const download = await create(person, asset?.id ?? '');
    await fetchFrom(ADDRESSES[0], download, range);
    return download;
  };
  const paused = await begin(sound, '0-1299999');
  await person.post(`/downloads/${paused.id}/pause`);
  const cancelled = await begin(book, '0-9999');
  await person.post(`/downloads/${cancelled.id}/cancel`);
  await failing(person, 'The archive of a closed shop');
  await begin(film, '0-1999999');
  await begin(lesson, '0-399999');
  await create(person, music?.id ?? '');
}

/**
 * A download that fails half-way, because its order is refunded.
 * @returns what pays for it again: then it can be retried
 */
export async function failing(person: Person, title: string): Promise<() => Promise<unknown>> {
  const { id } = await publish({ access: 'purchase', size: 300_000, facts: { title, type: 'archive' } });
  const orderId = await order(person.id, id, 'PAID');
  await fetchFrom(ADDRESSES[0], await create(person, id), '0-99999');
  await order(person.id, id, 'REFUNDED', orderId);
  return () => order(person.id, id, 'PAID', orderId);
}

/** What clients of the tracking edition tell of: downloads that they gave up. */
async function reportFailures(count: number): Promise<void> {
  const { id: file_id } = await storeFile(50_000, 'reported.iso');
  for (let index = 0; index < count; index += 1) {
    const person = new Person(fresh('reporter'));
    const facts = { user_id: person.id, file_id, file_name: 'reported.iso', file_size_bytes: 50_000 };
    const { body } = await person.post('/api/downloads/start', facts);
    const { download_id: id } = body as { download_id: string };
    await person.post(`/api/downloads/fail/${id}`, { error_message: 'The disk is full' });
  }
}
