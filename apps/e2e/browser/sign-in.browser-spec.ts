import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import type { Browser, Page, Request } from 'playwright-core';
import { TemporaryStack } from '../../../deploy/embedded/temporary-stack.js';
import { AUDIENCE, CLIENT, IdentityProvider } from './identity-provider.js';
import { openBrowser } from './visitor.js';

const PATIENCE_MS = 180_000;

describe('signing in at an identity provider', () => {
  let browser: Browser;
  let provider: IdentityProvider;
  let stack: TemporaryStack;
  let page: Page;

  beforeAll(async () => {
    [browser, provider, stack] = await Promise.all([
      openBrowser(),
      IdentityProvider.listen(),
      TemporaryStack.create(),
    ]);
    const settings = {
      JWT_JWKS_URL: `${provider.issuer}/jwks`,
      JWT_ALGORITHMS: 'RS256',
      JWT_ISSUER: provider.issuer,
      JWT_AUDIENCE: AUDIENCE,
      OIDC_AUTHORITY: provider.issuer,
      OIDC_CLIENT_ID: CLIENT,
      OIDC_RESOURCE: AUDIENCE,
    };
    Object.assign(process.env, settings);
    await stack.start();
    for (const name of Object.keys(settings)) Reflect.deleteProperty(process.env, name);
    await provider.workFor(`${stack.url}/`);
  }, PATIENCE_MS);

  afterAll(async () => {
    await Promise.all([browser.close(), provider.close(), stack.remove()]);
  }, PATIENCE_MS);

  afterEach(async () => {
    provider.habits = { tokenSeconds: 3_600, refreshes: true };
    await page.context().close();
  });

  async function come(hash = ''): Promise<void> {
    page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    // The provider's pages would like a font from far away.
    await page.route(/googleapis/, (route) => route.abort());
    page.setDefaultTimeout(40_000);
    await page.goto(`${stack.url}/${hash}`);
  }

  const leave = () => page.getByRole('button', { name: 'Sign in with your account' }).click();

  /** On the provider's pages: says who, and agrees. */
  async function identifyAs(name: string): Promise<void> {
    await page.getByPlaceholder('Enter any login').fill(name);
    await page.getByPlaceholder('and password').fill('whatever');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
  }

  const isAt = (place: string) => page.getByRole('heading', { level: 1, name: place }).waitFor();

  it(
    'goes by code with PKCE, state and nonce, and comes back to where it began',
    async () => {
      await come('#/storage');
      const [asked] = await Promise.all([
        page.waitForRequest((request: Request) => request.url().startsWith(`${provider.issuer}/auth`)),
        leave(),
      ]);
      const query = new URL(asked.url()).searchParams;
      expect(Object.fromEntries(query)).toMatchObject({
        response_type: 'code',
        client_id: CLIENT,
        code_challenge_method: 'S256',
        resource: AUDIENCE,
        redirect_uri: `${stack.url}/`,
      });
      for (const name of ['code_challenge', 'state', 'nonce'])
        expect(query.get(name)).toMatch(/^[\w-]{20,}$/);
      await identifyAs('ada');
      await isAt('Storage');
      await page.getByRole('link', { name: 'Operations' }).click();
      await isAt('Operations');
      expect(new URL(page.url()).search).toBe('');
      await page.reload();
      await isAt('Operations');
    },
    PATIENCE_MS,
  );

  it(
    'gives a token that the gateway checks by the keys of the provider',
    async () => {
      await come();
      const answers: number[] = [];
      page.on('response', (response) => {
        if (response.url().includes('/api/downloads/user/bob/')) answers.push(response.status());
      });
      await leave();
      await identifyAs('bob');
      await isAt('Overview');
      await page.getByText('Live', { exact: true }).waitFor();
      expect(await page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
      await eventually(() => expect(new Set(answers)).toEqual(new Set([200])));
    },
    PATIENCE_MS,
  );

  it(
    'ends here and there',
    async () => {
      await come();
      await leave();
      await identifyAs('carl');
      await isAt('Overview');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Yes, sign me out' }).click();
      await leave();
      await page.getByPlaceholder('Enter any login').waitFor();
    },
    PATIENCE_MS,
  );

  it(
    'goes on past the life of a token where it may be renewed',
    async () => {
      provider.habits = { tokenSeconds: 8, refreshes: true };
      await come();
      await leave();
      await identifyAs('dora');
      await isAt('Overview');
      const token = () => page.evaluate<string>('sessionStorage.getItem("waybill.session")');
      const first = await token();
      await eventually(async () => expect(await token()).not.toBe(first), { timeoutMs: 20_000 });
      const { expiresAt } = JSON.parse(first) as { expiresAt: number };
      await eventually(() => expect(Date.now()).toBeGreaterThan(expiresAt), { timeoutMs: 20_000 });
      await page.getByRole('link', { name: 'Downloads', exact: true }).click();
      await isAt('Downloads');
      await page.getByText('Nothing here yet.').waitFor();
    },
    PATIENCE_MS,
  );

  it(
    'is asked for again, in words, when the session is over',
    async () => {
      provider.habits = { tokenSeconds: 6, refreshes: false };
      await come('#/downloads');
      await leave();
      await identifyAs('eve');
      await isAt('Downloads');
      await page.getByText('Your session has ended. Sign in again to go on.').waitFor();
      expect(await page.evaluate('sessionStorage.getItem("waybill.session")')).toBeNull();
      provider.habits = { tokenSeconds: 3_600, refreshes: false };
      await leave();
      await isAt('Downloads');
    },
    PATIENCE_MS,
  );

  it(
    'says why where the reader or the provider refuses',
    async () => {
      await come();
      await leave();
      await page.getByRole('link', { name: 'Cancel' }).click();
      await page.getByRole('alert').filter({ hasText: 'aborted' }).waitFor();
      expect(new URL(page.url()).search).toBe('');
    },
    PATIENCE_MS,
  );

  it(
    'takes no answer that it did not ask for',
    async () => {
      await come();
      await page.goto(`${stack.url}/?code=stolen&state=forged`);
      await page.getByRole('alert').filter({ hasText: 'state' }).waitFor();
      await page.getByRole('button', { name: 'Sign in with your account' }).waitFor();
    },
    PATIENCE_MS,
  );

  it(
    'says so where the provider is away',
    async () => {
      await come();
      await page.context().route(`${provider.issuer}/**`, (route) => route.abort('connectionrefused'));
      await leave();
      await page.getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor();
    },
    PATIENCE_MS,
  );
});
