import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Person } from '../contract/world.js';
import { create, untilQuota, untilStatus } from '../journey/account.js';
import { letTimePass } from './databases.js';
import { bytesOf, published, signedIn, SIZE, SIZE_IN_WORDS } from './people.js';
import { openBrowser } from './visitor.js';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 180_000);
afterAll(() => browser.close());

describe('storage', () => {
  it('keeps what was set', async () => {
    const visitor = await signedIn(browser);
    await visitor.visit('Storage');
    await visitor.page.getByLabel('Tell me at (%)').fill('65');
    await visitor.page.getByLabel('after days').fill('45');
    await visitor.page.getByLabel('Delete old downloads by themselves').setChecked(true);
    await visitor.button('Save').click();
    await visitor.page.getByText('Saved').waitFor();
    await visitor.page.reload();
    await visitor.page.getByText('Older than 45 days').waitFor();
    expect(await visitor.page.getByLabel('Tell me at (%)').inputValue()).toBe('65');
    expect(await visitor.page.getByLabel('after days').inputValue()).toBe('45');
    expect(await visitor.page.getByLabel('Delete old downloads by themselves').isChecked()).toBe(true);
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  }, 120_000);

  it('shows what is used, and frees what the clean-up promised', async () => {
    const { id: assetId } = await published();
    const visitor = await signedIn(browser);
    const person = new Person(visitor.name);
    // Else the service's own job may be there first.
    await person.patch('/api/storage/quota/settings', { auto_delete_enabled: false });
    const { id, link } = await create(person, assetId);
    await bytesOf(link, '0-');
    await untilStatus(person, id, 'completed');
    await untilQuota(person, { used: SIZE, reserved: 0 });
    await letTimePass(person.id);

    await visitor.visit('Storage');
    await visitor.page.getByRole('heading', { name: `${SIZE_IN_WORDS} of 5 GB used` }).waitFor();
    const old = visitor.page.getByRole('listitem').filter({ hasText: 'Older than' });
    await old.getByText(`Frees ${SIZE_IN_WORDS} (1)`).waitFor();
    await old.getByRole('button').click();
    const dialog = visitor.page.getByRole('dialog', { name: 'Clean up' });
    await dialog.getByText(`Frees ${SIZE_IN_WORDS} (1)`).waitFor();
    await dialog.getByRole('button', { name: 'Clean up' }).click();
    await visitor.page.getByText(`${SIZE_IN_WORDS} freed`).waitFor();
    await old.getByText('Frees 0 B (0)').waitFor();
    expect(await old.getByRole('button').isDisabled()).toBe(true);
    await visitor.page.getByRole('heading', { name: '0 B of 5 GB used' }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  }, 120_000);
});
