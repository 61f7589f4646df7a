import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { fresh, Person } from '../contract/world.js';
import { create } from '../journey/account.js';
import { becomes, bytesOf, published, rowOf, signedIn, SIZE } from './people.js';
import { Cable } from './cable.js';
import { openBrowser, urlOf, Visitor } from './visitor.js';

const HALF = `0-${String(SIZE / 2 - 1)}`;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 180_000);
afterAll(() => browser.close());

/** The streams that the page asked for, one after the other. */
function streamsOf(context: BrowserContext): Request[] {
  const streams: Request[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith('/downloads/events')) streams.push(request);
  });
  return streams;
}

const badge = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor();

describe('the queue', () => {
  it('moves by itself, and a cancelled one leaves it', async () => {
    const { id, file } = await published();
    const visitor = await signedIn(browser);
    await badge(visitor.page, 'Live');
    const person = new Person(visitor.name);
    const download = await create(person, id);
    const queued = visitor.page.getByRole('listitem').filter({ hasText: file.name });
    await queued.waitFor();
    await bytesOf(download.link, '0-99999');
    await queued.getByText('25%').waitFor();
    await person.post(`/downloads/${download.id}/cancel`);
    await queued.waitFor({ state: 'detached' });
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  }, 120_000);

  it('takes up where it was after the way to the server was cut', async () => {
    const { id, title } = await published();
    const cable = await Cable.to(urlOf('/'));
    const visitor = await Visitor.come(browser);
    const streams = streamsOf(visitor.context);
    await visitor.signIn(fresh('visitor'), 'normal', cable.url);
    await badge(visitor.page, 'Live');
    const person = new Person(visitor.name);
    const { id: downloadId } = await create(person, id);
    await visitor.visit('Downloads');
    await becomes(rowOf(visitor, title), 'Waiting');
    cable.cut();
    await person.post(`/downloads/${downloadId}/cancel`);
    await visitor.page.getByText('The server cannot be reached.').waitFor();
    await visitor.picture('walk-7-unreached');
    await becomes(rowOf(visitor, title), 'Waiting');
    cable.mend();
    await becomes(rowOf(visitor, title), 'Cancelled');
    await visitor.page.getByText('The server cannot be reached.').waitFor({ state: 'detached' });
    await visitor.visit('Overview');
    await badge(visitor.page, 'Live');
    expect(streams.at(-1)?.headers()['last-event-id']).toMatch(/^\d+$/);
    await visitor.context.close();
    await cable.remove();
  }, 120_000);

  it.each([
    ['is refused', { status: 429, headers: { 'retry-after': '60' } }],
    ['does not work', { status: 503, body: '{}' }],
  ])(
    'is asked for every few seconds where the stream %s',
    async (_how, answer) => {
      const { id, file } = await published();
      const visitor = await Visitor.come(browser);
      await visitor.context.route('**/downloads/events', (route) => route.fulfill(answer));
      await visitor.signIn(fresh('visitor'));
      await badge(visitor.page, 'Every few seconds');
      const { link } = await create(new Person(visitor.name), id);
      await bytesOf(link, HALF);
      const queued = visitor.page.getByRole('listitem').filter({ hasText: file.name });
      await queued.getByText('50%').waitFor();
      await visitor.context.close();
    },
    120_000,
  );
});

describe('seven tabs of one person', () => {
  it('share one stream, all move, and the next one takes over', async () => {
    const { id, file } = await published();
    const visitor = await Visitor.come(browser);
    const streams = streamsOf(visitor.context);
    const name = fresh('visitor');
    const tabs = [visitor];
    await visitor.signIn(name);
    while (tabs.length < 7) {
      const tab = await visitor.openTab();
      await tab.signIn(name);
      tabs.push(tab);
    }
    await Promise.all(tabs.map(({ page }) => badge(page, 'Live')));
    expect(streams).toHaveLength(1);

    const { link } = await create(new Person(name), id);
    await bytesOf(link, HALF);
    const shows = (text: string) => (tab: Visitor) =>
      tab.page.getByRole('listitem').filter({ hasText: file.name }).getByText(text).waitFor();
    await Promise.all(tabs.map(shows('50%')));

    await visitor.page.close();
    await eventually(() => expect(streams).toHaveLength(2));
    expect(streams[1]?.headers()['last-event-id']).toMatch(/^\d+$/);
    await bytesOf(link, `0-${String((SIZE * 3) / 4 - 1)}`);
    await Promise.all(tabs.slice(1).map(shows('75%')));
    expect(tabs.flatMap(({ complaints }) => complaints)).toEqual([]);
    await visitor.context.close();
  }, 180_000);
});
