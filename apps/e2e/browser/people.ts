import type { Browser, Locator } from 'playwright-core';
import { fresh, publish, type PublishOptions, type StoredFile } from '../contract/world.js';
import { Visitor } from './visitor.js';

export const SIZE = 400_000;
export const SIZE_IN_WORDS = '390.6 KB';

export interface Published {
  readonly id: string;
  readonly title: string;
  readonly file: StoredFile;
}

export async function published(options: PublishOptions = {}): Promise<Published> {
  const title = fresh('Lesson');
  const facts = { title, maxDownloads: 5, ...options.facts };
  const { id, file } = await publish({ size: SIZE, ...options, facts });
  if (file === null) throw new Error('There is no file');
  return { id, title, file };
}

export async function signedIn(browser: Browser, role = 'normal', name = fresh('visitor')): Promise<Visitor> {
  const visitor = await Visitor.come(browser);
  await visitor.signIn(name, role);
  return visitor;
}

/** Creates a download in the dialog, as a person does; gives its row. */
export async function createInDialog(visitor: Visitor, title: string): Promise<Locator> {
  await visitor.visit('Downloads');
  await visitor.button('New download').click();
  await visitor.page.getByLabel('Search').fill(title);
  const choice = visitor.page.getByRole('dialog').getByRole('listitem').filter({ hasText: title });
  await choice.getByText(SIZE_IN_WORDS).waitFor();
  await choice.getByRole('button').click();
  await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
  const row = rowOf(visitor, title);
  await row.waitFor();
  return row;
}

export const rowOf = (visitor: Visitor, title: string): Locator =>
  visitor.page.getByRole('main').getByRole('listitem').filter({ hasText: title });

export async function linkOf(row: Locator): Promise<string> {
  const href = await row.getByRole('link', { name: 'Open the link' }).getAttribute('href');
  if (href === null) throw new Error('There is no link');
  return href;
}

export async function bytesOf(link: string, range: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(link, { headers: { range: `bytes=${range}` } })).arrayBuffer());
}

export const act = (row: Locator, action: string) => row.getByRole('button', { name: action }).click();
export const becomes = (row: Locator, status: string) => row.getByText(status, { exact: true }).waitFor();
