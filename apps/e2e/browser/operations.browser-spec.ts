import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { fresh } from '../contract/world.js';
import { makeBusy } from './busy-place.js';
import { signedIn } from './people.js';
import { openBrowser, type Visitor } from './visitor.js';

let browser: Browser;
beforeAll(async () => {
  [browser] = await Promise.all([openBrowser(), makeBusy()]);
}, 240_000);
afterAll(() => browser.close());

async function atOperations(): Promise<Visitor> {
  const visitor = await signedIn(browser, 'admin', fresh('operator'));
  await visitor.visit('Operations');
  return visitor;
}

const panel = (visitor: Visitor, name: string) => visitor.page.getByRole('region', { name, exact: true });

async function leave(visitor: Visitor): Promise<void> {
  expect(visitor.complaints).toEqual([]);
  await visitor.context.close();
}

describe('operations', () => {
  it('show totals, the rate of success, top assets, kinds and countries', async () => {
    const visitor = await atOperations();
    const card = (label: string) =>
      visitor.page.locator('.card').filter({ hasText: label }).locator('.card-value').first();
    for (const label of ['Total', 'People', 'Assets', 'Last 30 days'])
      expect(Number((await card(label).textContent())?.replaceAll(/\D/g, ''))).toBeGreaterThan(0);
    await visitor.page.locator('.card').filter({ hasText: 'Success rate today' }).getByText('%').waitFor();
    await panel(visitor, 'Top assets').getByText('React 完整教程视频').first().waitFor();
    for (const kind of ['Video', 'Audio', 'Document'])
      await panel(visitor, 'By type').getByRole('cell', { name: kind, exact: true }).waitFor();
    for (const country of ['Norway', 'France', 'China', 'Germany'])
      await panel(visitor, 'By country').getByRole('cell', { name: country }).waitFor();
    await leave(visitor);
  }, 120_000);

  it('go back to another day', async () => {
    const visitor = await atOperations();
    await panel(visitor, 'By type').getByRole('cell').first().waitFor();
    await panel(visitor, 'By type').getByLabel('Day (UTC)').fill('2026-01-01');
    await panel(visitor, 'By type').getByText('Nothing here yet.').waitFor();
    await panel(visitor, 'By country').getByText('Nothing here yet.').waitFor();
    await leave(visitor);
  }, 120_000);

  it('say what is wrong, in the language of the reader', async () => {
    const visitor = await atOperations();
    await panel(visitor, 'Alerts').getByText('Too many downloads fail').waitFor();
    await visitor.page.getByLabel('Language').selectOption({ label: 'Русский' });
    await visitor.page.getByText('Слишком много неудачных загрузок').waitFor();
    await leave(visitor);
  }, 120_000);

  it('show one file hour by hour and by country', async () => {
    const visitor = await atOperations();
    const analytics = panel(visitor, 'Analytics of one file');
    const chooser = analytics.getByLabel('File');
    await chooser
      .getByRole('option', { name: 'aurora-borealis.flac' })
      .first()
      .waitFor({ state: 'attached' });
    await chooser.selectOption({ label: 'aurora-borealis.flac' });
    await analytics.getByRole('img', { name: /^By hour of the day/ }).waitFor();
    expect(await analytics.locator('.recharts-bar-rectangle path').count()).toBeGreaterThan(0);
    expect(
      await analytics.locator('.recharts-xAxis-tick-labels .recharts-cartesian-axis-tick-label').count(),
    ).toBe(24);
    await analytics.getByRole('cell', { name: 'Germany' }).waitFor();
    await leave(visitor);
  }, 120_000);

  it('open a report, and save it', async () => {
    const visitor = await atOperations();
    const reports = panel(visitor, 'Reports');
    const daily = reports.getByRole('row').filter({ hasText: 'Downloads of the day' }).first();
    await daily.getByRole('button', { name: 'Read' }).click();
    await visitor.page.getByRole('dialog').getByRole('heading', { level: 3 }).first().waitFor();
    await visitor.page.keyboard.press('Escape');
    await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
    const [saved] = await Promise.all([
      visitor.page.waitForEvent('download'),
      daily.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(saved.suggestedFilename()).toMatch(/^daily-downloads-\d{4}-\d{2}-\d{2}\.csv$/);
    expect(await readFile(await saved.path(), 'utf8')).toContain(',');
    await leave(visitor);
  }, 120_000);
});
