import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import type { Browser } from 'playwright-core';
import { admin, at, fresh, Person, publish, storeFile } from '../contract/world.js';
import { create } from '../journey/account.js';
import { failing } from './busy-place.js';
import { act, becomes, bytesOf, createInDialog, linkOf, published, rowOf, signedIn, SIZE } from './people.js';
import { openBrowser, type Visitor } from './visitor.js';

const HALF = SIZE / 2;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 180_000);
afterAll(() => browser.close());

const leave = async (visitor: Visitor) => {
  expect(visitor.complaints.filter((line) => !line.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
  await visitor.context.close();
};

describe('a whole download', () => {
  it('moves on the page while its bytes go, through pause and a cut network', async () => {
    const { title, file } = await published();
    const visitor = await signedIn(browser);
    const row = await createInDialog(visitor, title);
    await row.getByText(/4\/5 remaining/).waitFor();
    await row.getByText(/Link ends in 1[12]:/).waitFor();
    await visitor.picture('walk-1-created');
    const first = await bytesOf(await linkOf(row), `0-${String(HALF - 1)}`);
    await becomes(row, 'Running');
    await row.getByText('50%').waitFor();
    await visitor.picture('walk-2-half');

    await act(row, 'Pause');
    await becomes(row, 'Paused');
    expect(await row.getByRole('link').count()).toBe(0);
    await visitor.picture('walk-3-paused');
    await act(row, 'Resume');
    await becomes(row, 'Running');

    const link = await linkOf(row);
    await visitor.context.setOffline(true);
    await visitor.page.getByText('You are offline.').waitFor();
    await visitor.picture('walk-4-offline');
    const second = await bytesOf(link, `${String(HALF)}-`);
    await visitor.context.setOffline(false);
    await visitor.page.getByText('You are offline.').waitFor({ state: 'detached' });
    await becomes(row, 'Completed');
    await visitor.picture('walk-5-completed');
    expect(Buffer.concat([first, second]).equals(file.bytes)).toBe(true);

    await act(row, 'Delete');
    await visitor.picture('walk-6-asked');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
    await leave(visitor);
  }, 120_000);

  it('is not deleted by who thinks better of it', async () => {
    const { title } = await published();
    const visitor = await signedIn(browser);
    const row = await createInDialog(visitor, title);
    await act(row, 'Cancel');
    await becomes(row, 'Cancelled');
    await act(row, 'Delete');
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
    await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
    await becomes(row, 'Cancelled');
    await leave(visitor);
  }, 120_000);

  it('fails, and is retried', async () => {
    const visitor = await signedIn(browser);
    const title = fresh('Bought');
    const payAgain = await failing(new Person(visitor.name), title);
    await visitor.visit('Downloads');
    const row = rowOf(visitor, title);
    await becomes(row, 'Failed');
    await payAgain();
    await act(row, 'Retry');
    await becomes(row, 'Waiting');
    expect((await bytesOf(await linkOf(row), '0-')).length).toBe(300_000);
    await becomes(row, 'Completed');
    await leave(visitor);
  }, 120_000);

  it('counts its link down, and renews it', async () => {
    const { title } = await published();
    const visitor = await signedIn(browser);
    const row = await createInDialog(visitor, title);
    const ends = row.getByText(/Link ends in/);
    const told = await ends.textContent();
    await eventually(async () => expect(await ends.textContent()).not.toBe(told));
    const link = await linkOf(row);
    await bytesOf(link, '0-9');
    await becomes(row, 'Running');
    await act(row, 'Renew the link');
    await eventually(async () => expect(await linkOf(row)).not.toBe(link));
    expect((await bytesOf(await linkOf(row), '0-')).length).toBe(SIZE);
    await becomes(row, 'Completed');
    await leave(visitor);
  }, 120_000);
});

describe('the link', () => {
  it('brings the file to where the browser keeps what it fetches', async () => {
    const { title, file } = await published();
    const visitor = await signedIn(browser);
    const row = await createInDialog(visitor, title);
    const [saved] = await Promise.all([
      visitor.page.waitForEvent('download'),
      row.getByRole('link', { name: 'Open the link' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe(file.name);
    expect((await readFile(await saved.path())).equals(file.bytes)).toBe(true);
    await becomes(row, 'Completed');
    await leave(visitor);
  }, 120_000);
});

describe('creating one', () => {
  it('tells the size of each quality before', async () => {
    const [small, large] = await Promise.all([storeFile(102_400), storeFile(307_200)]);
    const { id } = await publish({ size: 10 });
    const title = fresh('Two sizes');
    const renditions = [
      { quality: '480p', fileId: small.id },
      { quality: '1080p', fileId: large.id },
    ];
    await admin.put(`/api/v1/assets/${id}`, { title, type: 'video', access: 'public', renditions });
    const visitor = await signedIn(browser);
    await visitor.visit('Downloads');
    await visitor.button('New download').click();
    await visitor.page.getByLabel('Search').fill(title);
    const choice = visitor.page.getByRole('dialog').getByRole('listitem').filter({ hasText: title });
    await choice.getByText('100 KB').waitFor();
    await visitor.page.getByLabel('Quality').selectOption('1080p');
    await choice.getByText('300 KB').waitFor();
    await choice.getByRole('button').click();
    await rowOf(visitor, title).getByText('0 B / 300 KB').waitFor();
    await leave(visitor);
  }, 120_000);

  it('shows a refusal in words, in the language of the reader', async () => {
    const { title } = await published();
    const visitor = await signedIn(browser);
    await createInDialog(visitor, title);
    await visitor.page.getByLabel('Language').selectOption({ label: 'Français' });
    await visitor.button('Nouveau téléchargement').click();
    await visitor.page.getByLabel('Rechercher').fill(title);
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByRole('button', { name: `Télécharger: ${title}` }).click();
    const words = await dialog.getByRole('alert').textContent();
    expect(words).toMatch(/téléchargement/i);
    await visitor.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await visitor.context.close();
  }, 120_000);
});

describe('the list', () => {
  it('is filtered by status and by type', async () => {
    const [lesson, song] = [await published(), await published({ facts: { type: 'audio' } })];
    const visitor = await signedIn(browser);
    const person = new Person(visitor.name);
    const { id } = await create(person, lesson.id);
    await create(person, song.id);
    await person.post(`/downloads/${id}/cancel`);
    await visitor.visit('Downloads');
    await rowOf(visitor, lesson.title).waitFor();
    await visitor.page.getByLabel('Status').selectOption({ label: 'Cancelled' });
    await rowOf(visitor, song.title).waitFor({ state: 'detached' });
    await rowOf(visitor, lesson.title).waitFor();
    await visitor.page.getByLabel('Status').selectOption({ label: 'All' });
    await visitor.page.getByLabel('Type', { exact: true }).selectOption({ label: 'Audio' });
    await rowOf(visitor, lesson.title).waitFor({ state: 'detached' });
    await rowOf(visitor, song.title).waitFor();
    await leave(visitor);
  }, 120_000);

  it('is read page by page', async () => {
    const visitor = await signedIn(browser);
    const person = new Person(visitor.name);
    const { id: assetId, title } = await published({ facts: { maxDownloads: null } });
    for (let count = 0; count < 21; count += 1) {
      const { id } = await create(person, assetId);
      await person.post(`/downloads/${id}/cancel`);
    }
    const newest = at<{ id: string }[]>(await person.get('/downloads'), 'data.items');
    expect(newest).toHaveLength(20);
    await visitor.visit('Downloads');
    await visitor.page.getByText('Page 1 of 2').waitFor();
    await eventually(async () => expect(await rowOf(visitor, title).count()).toBe(20));
    await visitor.button('Next').click();
    await visitor.page.getByText('Page 2 of 2').waitFor();
    await eventually(async () => expect(await rowOf(visitor, title).count()).toBe(1));
    await visitor.button('Previous').click();
    await visitor.page.getByText('Page 1 of 2').waitFor();
    await leave(visitor);
  }, 120_000);
});
