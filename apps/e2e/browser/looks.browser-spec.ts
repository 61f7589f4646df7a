import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { makeBusy } from './busy-place.js';
import { type Look, openBrowser, urlOf, Visitor } from './visitor.js';

const PLACES = ['Overview', 'Downloads', 'Storage', 'Operations'];

let browser: Browser;
let name: string;
beforeAll(async () => {
  [browser, name] = await Promise.all([openBrowser(), makeBusy()]);
}, 240_000);
afterAll(() => browser.close());

/** Its figures are there when one is chosen. */
async function chooseFile(visitor: Visitor): Promise<void> {
  const chooser = visitor.page.getByRole('region', { name: 'Analytics of one file' }).getByLabel('File');
  await chooser.getByRole('option').nth(1).waitFor({ state: 'attached' });
  await chooser.selectOption({ index: 1 });
  await visitor.page.getByRole('img', { name: /^By hour/ }).waitFor();
  await visitor.settled();
}

const LOOKS: readonly (readonly [string, Look])[] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { width: 360, height: 740 }],
  ['4K', { width: 3840, height: 2160 }],
];

describe.each(LOOKS)('in %s', (look, settings) => {
  it('no page bars anybody or is wider than the window', async () => {
    const visitor = await Visitor.come(browser, settings);
    await visitor.page.goto(urlOf('/'));
    await visitor.button('Sign in').waitFor();
    expect(await visitor.barriers()).toEqual([]);
    await visitor.picture(`${look}-sign-in`);
    await visitor.signIn(name, 'admin');
    for (const place of PLACES) {
      await visitor.visit(place);
      await visitor.settled();
      if (place === 'Operations') await chooseFile(visitor);
      expect([place, await visitor.barriers(), await visitor.overflow()]).toEqual([place, [], 0]);
      await visitor.picture(`${look}-${place.toLowerCase()}`);
    }
    for (const path of ['/docs', '/docs/events']) {
      await visitor.page.goto(urlOf(path));
      await visitor.page.getByRole('heading', { level: 1, name: 'Waybill' }).waitFor();
      expect([path, await visitor.barriers()]).toEqual([path, []]);
      await visitor.picture(`${look}${path.replaceAll('/', '-')}`);
    }
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  }, 240_000);
});

describe.each([
  ['zh', 'zh-CN'],
  ['fr', 'fr-FR'],
  ['ru', 'ru-RU'],
])('in %s', (code, locale) => {
  it('every page speaks that language', async () => {
    const visitor = await Visitor.come(browser, { locale });
    await visitor.page.goto(urlOf('/'));
    await visitor.page.locator('select[name=role]').selectOption('admin');
    await visitor.picture(`${code}-sign-in`);
    await visitor.page.locator('input[name=name]').fill(name);
    await visitor.page.locator('button.primary').click();
    for (const [index, place] of PLACES.entries()) {
      await visitor.page.getByRole('navigation').getByRole('link').nth(index).click();
      await visitor.page.locator('h1').waitFor();
      await visitor.settled();
      expect(await visitor.page.locator('h1').textContent()).not.toBe(place);
      expect([place, await visitor.barriers(), await visitor.overflow()]).toEqual([place, [], 0]);
      await visitor.picture(`${code}-${place.toLowerCase()}`);
    }
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  }, 240_000);
});
