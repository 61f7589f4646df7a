import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { fresh, publish, type StoredFile } from '../contract/world.js';
import { openBrowser, urlOf, Visitor } from './visitor.js';

const SIZE = 400_000;
const HALF = SIZE / 2;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 180_000);
afterAll(() => browser.close());

interface Published {
  readonly title: string;
  readonly file: StoredFile;
}

async function published(): Promise<Published> {
  const title = fresh('Lesson');
  const { file } = await publish({ size: SIZE, facts: { title, maxDownloads: 5 } });
  if (file === null) throw new Error('There is no file');
  return { title, file };
}

async function signedIn(role = 'normal'): Promise<Visitor> {
  const visitor = await Visitor.come(browser);
  await visitor.signIn(fresh('visitor'), role);
  return visitor;
}

/** Creates a download in the dialog; gives its row. */
async function create(visitor: Visitor, title: string): Promise<Locator> {
  await visitor.visit('Downloads');
  await visitor.button('New download').click();
  await visitor.page.getByLabel('Search').fill(title);
  const choice = visitor.page.getByRole('dialog').getByRole('listitem').filter({ hasText: title });
  await choice.getByText('390.6 KB').waitFor();
  await choice.getByRole('button').click();
  const row = visitor.page.getByRole('main').getByRole('listitem').filter({ hasText: title });
  await row.waitFor();
  return row;
}

async function linkOf(row: Locator): Promise<string> {
  const href = await row.getByRole('link', { name: 'Open the link' }).getAttribute('href');
  if (href === null) throw new Error('There is no link');
  return href;
}

async function bytesOf(link: string, range: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(link, { headers: { range } })).arrayBuffer());
}

const act = (row: Locator, action: string) => row.getByRole('button', { name: action }).click();
const becomes = (row: Locator, status: string) => row.getByText(status, { exact: true }).waitFor();

describe('a whole download', () => {
  it('moves on the page while its bytes go, through pause and a cut network', async () => {
    const { title, file } = await published();
    const visitor = await signedIn();
    const row = await create(visitor, title);
    await row.getByText(/4\/5 remaining/).waitFor();
    await row.getByText(/Link ends in 1[12]:/).waitFor();
    const first = await bytesOf(await linkOf(row), `bytes=0-${String(HALF - 1)}`);
    await becomes(row, 'Running');
    await row.getByText('50%').waitFor();

    await act(row, 'Pause');
    await becomes(row, 'Paused');
    expect(await row.getByRole('link').count()).toBe(0);
    await act(row, 'Resume');
    await becomes(row, 'Running');

    const link = await linkOf(row);
    await visitor.context.setOffline(true);
    await visitor.page.getByText('You are offline.').waitFor();
    const second = await bytesOf(link, `bytes=${String(HALF)}-`);
    await visitor.context.setOffline(false);
    await visitor.page.getByText('You are offline.').waitFor({ state: 'detached' });
    await becomes(row, 'Completed');
    expect(Buffer.concat([first, second]).equals(file.bytes)).toBe(true);

    visitor.page.once('dialog', (dialog) => void dialog.accept());
    await act(row, 'Delete');
    await row.waitFor({ state: 'detached' });
    expect(visitor.complaints.filter((line) => !line.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await visitor.context.close();
  }, 120_000);

  it('is cancelled, and told in the queue of the overview', async () => {
    const { title, file } = await published();
    const visitor = await signedIn();
    const row = await create(visitor, title);
    await bytesOf(await linkOf(row), 'bytes=0-99999');
    await visitor.visit('Overview');
    const queued = visitor.page.getByRole('listitem').filter({ hasText: file.name });
    await queued.getByText('25%').waitFor();
    await visitor.page.getByText('Live', { exact: true }).waitFor();
    await visitor.visit('Downloads');
    await act(row, 'Cancel');
    await becomes(row, 'Cancelled');
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  }, 120_000);

  it('shows a refusal in words', async () => {
    const { title } = await published();
    const visitor = await signedIn();
    await create(visitor, title);
    await visitor.button('New download').click();
    await visitor.page.getByLabel('Search').fill(title);
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByRole('button', { name: `Download: ${title}` }).click();
    await dialog.getByRole('alert').waitFor();
    await visitor.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await visitor.context.close();
  }, 120_000);
});

describe('storage', () => {
  it('keeps settings and cleans up', async () => {
    const visitor = await signedIn();
    await visitor.visit('Storage');
    await visitor.page.getByLabel('Tell me at (%)').fill('65');
    await visitor.button('Save').click();
    await visitor.page.getByText('Saved').waitFor();
    await visitor.page.reload();
    await visitor.page.getByLabel('Tell me at (%)').waitFor();
    expect(await visitor.page.getByLabel('Tell me at (%)').inputValue()).toBe('65');
    await visitor.page.getByText('Frees 0 B (0)').first().waitFor();
    await visitor.button('Clean up: Expired').click();
    await visitor.page.getByText('0 B freed').waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  }, 120_000);
});

const PLACES = ['Overview', 'Downloads', 'Storage', 'Operations'];

describe.each([
  ['light', { colorScheme: 'light' as const }],
  ['dark', { colorScheme: 'dark' as const }],
  ['narrow', { width: 360, height: 740 }],
  ['4K', { width: 3840, height: 2160 }],
])('in %s', (_name, look) => {
  it('no page bars anybody or is wider than the window', async () => {
    const visitor = await Visitor.come(browser, look);
    await visitor.page.goto(urlOf('/'));
    await visitor.button('Sign in').waitFor();
    expect(await visitor.barriers()).toEqual([]);
    await visitor.signIn(fresh('visitor'), 'admin');
    for (const place of PLACES) {
      await visitor.visit(place);
      await visitor.page.waitForLoadState('load');
      expect([place, await visitor.barriers(), await visitor.overflow()]).toEqual([place, [], 0]);
    }
    for (const path of ['/docs', '/docs/events']) {
      await visitor.page.goto(urlOf(path));
      await visitor.page.getByRole('heading', { level: 1, name: 'Waybill' }).waitFor();
      expect([path, await visitor.barriers()]).toEqual([path, []]);
    }
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  }, 120_000);
});

describe('the reader', () => {
  it.each([
    ['中文', '下载', 'zh'],
    ['Français', 'Téléchargements', 'fr'],
    ['Русский', 'Загрузки', 'ru'],
  ])(
    'reads %s and keeps it',
    async (language, downloads, code) => {
      const visitor = await signedIn();
      await visitor.page.getByLabel('Language').selectOption({ label: language });
      await visitor.page.getByRole('link', { name: downloads, exact: true }).waitFor();
      await visitor.page.reload();
      await visitor.page.getByRole('link', { name: downloads, exact: true }).waitFor();
      expect(await visitor.page.evaluate('document.documentElement.lang')).toBe(code);
      await visitor.context.close();
    },
    60_000,
  );

  it('sees no operations without the role, and nothing at all after signing out', async () => {
    const visitor = await signedIn();
    await visitor.page.goto(urlOf('/#/operations'));
    await visitor.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(await visitor.page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
    await visitor.button('Sign out').click();
    await visitor.button('Sign in').waitFor();
    await visitor.page.reload();
    await visitor.button('Sign in').waitFor();
    await visitor.context.close();
  }, 60_000);

  it('opens the catalogue with the keyboard alone', async () => {
    const visitor = await signedIn();
    await visitor.visit('Downloads');
    const focused = () => visitor.page.evaluate<string>('document.activeElement.textContent');
    for (let tabs = 0; tabs < 20 && (await focused()) !== 'New download'; tabs += 1)
      await visitor.page.keyboard.press('Tab');
    await visitor.page.keyboard.press('Enter');
    await visitor.page.getByRole('dialog', { name: 'New download' }).waitFor();
    await visitor.page.keyboard.press('Escape');
    await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
    await visitor.context.close();
  }, 60_000);

  it('loads less than 250 kB before he can sign in', async () => {
    const visitor = await Visitor.come(browser);
    const session = await visitor.context.newCDPSession(visitor.page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await visitor.page.goto(urlOf('/'), { waitUntil: 'networkidle' });
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(250_000);
    await visitor.context.close();
  }, 60_000);
});
