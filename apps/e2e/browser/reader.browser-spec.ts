import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import type { Browser } from 'playwright-core';
import { fresh, Person } from '../contract/world.js';
import { create } from '../journey/account.js';
import { act, becomes, createInDialog, published, rowOf, signedIn } from './people.js';
import { openBrowser, urlOf, Visitor } from './visitor.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 180_000);
afterAll(() => browser.close());

describe('the reader', () => {
  it.each([
    ['中文', '下载', 'zh'],
    ['Français', 'Téléchargements', 'fr'],
    ['Русский', 'Загрузки', 'ru'],
  ])(
    'reads %s and keeps it',
    async (language, downloads, code) => {
      const visitor = await signedIn(browser);
      await visitor.page.getByLabel('Language').selectOption({ label: language });
      await visitor.page.getByRole('link', { name: downloads, exact: true }).waitFor();
      await visitor.page.reload();
      await visitor.page.getByRole('link', { name: downloads, exact: true }).waitFor();
      expect(await visitor.page.evaluate('document.documentElement.lang')).toBe(code);
      await visitor.context.close();
    },
    120_000,
  );

  it('chooses dark and keeps it', async () => {
    const visitor = await signedIn(browser);
    const background = () => visitor.page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await visitor.page.getByLabel('Colours').selectOption({ label: 'Dark' });
    await eventually(async () => expect(await background()).not.toBe(light));
    const dark = await background();
    await visitor.page.reload();
    await visitor.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(await background()).toBe(dark);
    await visitor.context.close();
  }, 120_000);

  it('sees no operations without the role, and nothing at all after signing out', async () => {
    const visitor = await signedIn(browser);
    await visitor.page.goto(urlOf('/#/operations'));
    await visitor.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(await visitor.page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
    await visitor.button('Sign out').click();
    await visitor.button('Sign in').waitFor();
    await visitor.page.reload();
    await visitor.button('Sign in').waitFor();
    await visitor.context.close();
  }, 120_000);

  it('never sees what the one before him saw', async () => {
    const { id, title } = await published();
    const visitor = await signedIn(browser);
    await create(new Person(visitor.name), id);
    await visitor.visit('Downloads');
    await rowOf(visitor, title).waitFor();
    await visitor.button('Sign out').click();
    let isHeld = true;
    await visitor.context.route('**/downloads?*', async (route) => {
      await eventually(() => expect(isHeld).toBe(false));
      await route.continue();
    });
    await visitor.page.getByLabel('Name').fill(fresh('next'));
    await visitor.button('Sign in').click();
    await visitor.page.getByRole('main').getByText('Loading…').first().waitFor();
    expect(await visitor.page.getByText(title).count()).toBe(0);
    isHeld = false;
    await visitor.page.getByText('Nothing here yet.').waitFor();
    await visitor.context.close();
  }, 120_000);

  it('is asked to sign in again when the gateway no longer takes the token', async () => {
    const visitor = await signedIn(browser);
    // Asked for by that page alone, so nothing is refused before it is opened.
    await visitor.context.route('**/storage/usage', (route) => route.fulfill({ status: 401, body: '{}' }));
    await visitor.page.getByRole('link', { name: 'Storage', exact: true }).click();
    await visitor.page.getByText('Your session has ended.').waitFor();
    await visitor.context.unroute('**/storage/usage');
    await visitor.page.getByLabel('Name').fill(visitor.name);
    await visitor.button('Sign in').click();
    await visitor.page.getByRole('heading', { level: 1, name: 'Storage' }).waitFor();
    await visitor.context.close();
  }, 120_000);

  it('does everything with the keyboard alone', async () => {
    const { title } = await published();
    const visitor = await Visitor.come(browser);
    await visitor.page.goto(urlOf('/'));
    await visitor.tabTo('Sign in');
    await visitor.page.keyboard.press('Enter');
    await visitor.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await visitor.tabTo('Downloads');
    await visitor.page.keyboard.press('Enter');
    await visitor.page.getByRole('heading', { level: 1, name: 'Downloads' }).waitFor();
    await visitor.tabTo('New download');
    await visitor.page.keyboard.press('Enter');
    const dialog = visitor.page.getByRole('dialog', { name: 'New download' });
    await dialog.waitFor();
    await visitor.tabTo('Search');
    await visitor.page.keyboard.type(title);
    await dialog.getByText(title).waitFor();
    await visitor.tabTo(`Download: ${title}`);
    await visitor.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await visitor.focused()).toBe('New download');
    await visitor.tabTo(`Cancel: ${title}`);
    await visitor.page.keyboard.press('Enter');
    await becomes(rowOf(visitor, title), 'Cancelled');
    await visitor.tabTo(`Delete: ${title}`);
    await visitor.page.keyboard.press('Enter');
    await visitor.tabTo('Delete');
    await visitor.page.keyboard.press('Enter');
    await rowOf(visitor, title).waitFor({ state: 'detached' });
    await visitor.context.close();
  }, 120_000);
});

describe('what is not there', () => {
  it('is waited for, and said to be empty', async () => {
    const visitor = await Visitor.come(browser);
    let isHeld = true;
    await visitor.context.route('**/queue/*', async (route) => {
      await eventually(() => expect(isHeld).toBe(false));
      await route.continue();
    });
    await visitor.signIn(fresh('visitor'));
    const queue = visitor.page.getByRole('region', { name: 'Queue' });
    await queue.getByText('Loading…').waitFor();
    isHeld = false;
    await queue.getByText('Nothing here yet.').waitFor();
    await visitor.context.close();
  }, 120_000);

  it('is said to have failed, and is there after another try', async () => {
    const visitor = await Visitor.come(browser);
    await visitor.context.route('**/summary', (route) => route.fulfill({ status: 404, body: '{}' }));
    await visitor.signIn(fresh('visitor'));
    const alert = visitor.page.getByRole('alert').filter({ hasText: 'This could not be loaded.' });
    await alert.first().waitFor();
    expect(await visitor.barriers()).toEqual([]);
    await visitor.context.unroute('**/summary');
    await alert.first().getByRole('button', { name: 'Try again' }).click();
    await alert.first().waitFor({ state: 'detached' });
    await visitor.page.locator('.card').nth(4).waitFor();
    await visitor.context.close();
  }, 120_000);

  it('is the server: what was shown stays, and an action says so', async () => {
    const { title } = await published();
    const visitor = await signedIn(browser);
    const row = await createInDialog(visitor, title);
    await visitor.context.route('**/downloads**', (route) => route.abort('connectionrefused'));
    await act(row, 'Pause');
    await visitor.page.getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor();
    await visitor.page.getByRole('status').filter({ hasText: 'cannot be reached' }).waitFor();
    await becomes(row, 'Waiting');
    await visitor.context.unroute('**/downloads**');
    await act(row, 'Pause');
    await becomes(row, 'Paused');
    await visitor.page
      .getByRole('status')
      .filter({ hasText: 'cannot be reached' })
      .waitFor({ state: 'detached' });
    await visitor.context.close();
  }, 120_000);

  it('goes from page to page without a connection', async () => {
    const visitor = await signedIn(browser);
    const pages = `performance.getEntriesByType('resource').filter(({ name }) => /-page-/.test(name)).length`;
    await eventually(async () => expect(await visitor.page.evaluate(pages)).toBe(3));
    await visitor.context.setOffline(true);
    await visitor.page.getByText('You are offline.').waitFor();
    for (const place of ['Storage', 'Downloads', 'Overview']) await visitor.visit(place);
    await visitor.context.close();
  }, 120_000);
});

describe('the weight of the page', () => {
  /** Bytes as they came over the wire, compressed. */
  async function weighed(visitor: Visitor): Promise<() => number> {
    const session = await visitor.context.newCDPSession(visitor.page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    return () => bytes;
  }

  it('is less than 250 kB before anybody can sign in, and with everything of the first page', async () => {
    const visitor = await Visitor.come(browser);
    const bytes = await weighed(visitor);
    const scripts: string[] = [];
    visitor.page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
    await visitor.page.goto(urlOf('/'), { waitUntil: 'networkidle' });
    const first = bytes();
    expect(first).toBeGreaterThan(10_000);
    expect(first).toBeLessThan(250_000);
    expect(scripts.filter((path) => /chart/i.test(path))).toEqual([]);
    await visitor.signIn(fresh('visitor'));
    await visitor.settled();
    process.stdout.write(
      `Sign-in page ${String(first)} B, the overview with its chart ${String(bytes())} B\n`,
    );
    await visitor.context.close();
  }, 120_000);
});
