import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Somebody before the page. What the page complains of in its console is kept: at the end there must be nothing. */
export class Visitor {
  readonly complaints: string[] = [];

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
    const { width = 1280, height = 900, colorScheme = 'light' } = look;
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    return new Visitor(context, page);
  }

  async signIn(name: string, role = 'normal'): Promise<void> {
    await this.page.goto(urlOf('/'));
    await this.page.getByLabel('Name').fill(name);
    await this.page.getByLabel('Role').selectOption(role);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByRole('heading', { name: 'Overview' }).waitFor();
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
