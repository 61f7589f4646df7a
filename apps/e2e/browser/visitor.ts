import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.js';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Also where other programs want the machine. */
const PATIENCE_MS = 40_000;
/** Where it is set, pictures of what the tests see are put into that folder, to be looked at. */
const { WAYBILL_PICTURES: pictures } = process.env;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
}

/** Somebody before the page. What the page complains of in its console is kept: at the end there must be nothing. */
export class Visitor {
  readonly complaints: string[] = [];
  name = '';

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', ({ message }) => this.complaints.push(message));
    page.on('console', (line) => {
      if (line.type() === 'error') this.complaints.push(line.text());
    });
  }

  static async come(browser: Browser, look: Look = {}): Promise<Visitor> {
    const { width = 1280, height = 900, colorScheme = 'light', locale = 'en-GB' } = look;
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    return new Visitor(context, page);
  }

  /** One more tab of the same browser. */
  async openTab(): Promise<Visitor> {
    const page = await this.context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    return new Visitor(this.context, page);
  }

  async signIn(name: string, role = 'normal', door = urlOf('/')): Promise<void> {
    this.name = name;
    await this.page.goto(door);
    await this.page.getByLabel('Role').selectOption(role);
    await this.signInAgain();
  }

  /** On the page of the sign-in, wherever it came from. */
  async signInAgain(): Promise<void> {
    await this.page.getByLabel('Name').fill(this.name);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  }

  /** What has the focus, by its name. */
  focused(): Promise<string> {
    return this.page.evaluate<string>(
      `(({ ariaLabel, labels, textContent }) => ariaLabel ?? labels?.[0]?.firstChild?.textContent ?? textContent.trim())(document.activeElement)`,
    );
  }

  /** Presses Tab until what is named has the focus. */
  async tabTo(name: string): Promise<void> {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      await this.page.keyboard.press('Tab');
      if ((await this.focused()) === name) return;
    }
    throw new Error(`Tab never comes to ${name}`);
  }

  async visit(place: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: place, exact: true }).click();
    await this.page.getByRole('heading', { level: 1, name: place }).waitFor();
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name });
  }

  /** What axe finds serious or critical. Injected past the page's policy, as an extension would be. */
  async barriers(): Promise<string[]> {
    const session = await this.context.newCDPSession(this.page);
    await session.send('Runtime.evaluate', { expression: AXE });
    const { result } = await session.send('Runtime.evaluate', {
      expression: `axe.run().then(({ violations }) => violations
        .filter(({ impact }) => ['serious', 'critical'].includes(impact))
        .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value as string[];
  }

  /** Everything that the page asked for is there. */
  async settled(): Promise<void> {
    await eventually(async () => expect(await this.page.locator('.loading, .chart:empty').count()).toBe(0), {
      timeoutMs: PATIENCE_MS,
    });
  }

  async picture(title: string): Promise<void> {
    if (pictures === undefined) return;
    await this.page.screenshot({ path: join(pictures, `${title}.png`), fullPage: true });
  }

  /** How much wider than the window the page is. */
  overflow(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  }
}

export function urlOf(path: string): string {
  const { WAYBILL_URL } = process.env;
  if (WAYBILL_URL === undefined) throw new Error('WAYBILL_URL must be set');
  return new URL(path, WAYBILL_URL).href;
}
