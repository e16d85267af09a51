import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../local/index.ts';
import { mountConsole } from '../../web/console/server.ts';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Without these a browser looks for its maker's hosts at every start. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// Skipped visibly where there is no Chromium; CHROMIUM_PATH names another one.
describe.skipIf(!existsSync(CHROMIUM))('the console, in a browser', () => {
  let running: RunningCloud;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    running = await startCloud({
      assemblyDirectory: inject('assembly'),
      mode: 'live',
      awsPort: 0,
      httpPort: 0,
    });
    await mountConsole(running, ['general', 'billing', 'support-es']);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${running.cloud.httpEndpoint}/`);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });

  test('a text from the phone is claimed, answered and resolved by an agent', {
    timeout: 60_000,
  }, async () => {
    // Markup in a message is text, in every place where it is shown.
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello <img src=x onerror=alert(1)>');
    await button('Send SMS').click();
    await button('Sign in').click();
    await page.locator('.work button').first().click();
    await button('Claim').click();
    await page.getByText('claimed by ana').first().waitFor();
    await page.getByRole('textbox', { name: 'Reply or note' }).fill('Hello to you');
    await button('Send reply').click();
    await page.locator('.phone .to-customer', { hasText: 'Hello to you' }).waitFor();
    await page.locator('.steps .done', { hasText: /Answer by ana: (sent|delivered)/ }).waitFor();
    await button('Resolve').click();
    await page.getByText('No open case in these queues.').waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.from-customer').innerText()).toContain('<img src=x onerror=alert(1)>');
    expect(errors).toEqual([]);
  });

  test('an override of direction turns its own message and nothing beside it', async () => {
    await page.getByRole('textbox', { name: 'Message' }).fill('\u202eturned');
    await button('Send SMS').click();
    const shown = page.locator('.talk li', { hasText: 'turned' }).first();
    await shown.waitFor();
    /** Whether the first character of an element stands left of its last. */
    const runsRightwards = (selector: string) =>
      shown.locator(selector).evaluate((element) => {
        const left = (at: number) => {
          const range = element.ownerDocument.createRange();
          range.setStart(element.firstChild ?? element, at);
          range.setEnd(element.firstChild ?? element, at + 1);
          return range.getBoundingClientRect().left;
        };
        const length = element.textContent?.length ?? 0;
        // The override itself takes no room.
        return left(element.localName === 'bdi' ? 1 : 0) < left(length - 1);
      });
    expect([await runsRightwards('bdi'), await runsRightwards('time')]).toEqual([false, true]);
  });

  test('a number that is none is refused with a sentence', async () => {
    await page.getByRole('combobox', { name: 'Number of the phone' }).fill('12');
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
    await button('Send SMS').click();
    await page.getByText('"12" is no phone number').waitFor();
  });

  test('the clock moves when its button is pressed', async () => {
    const before = running.cloud.clock.now();
    await button('+1 day').click();
    await expect.poll(() => running.cloud.clock.now() - before).toBeGreaterThanOrEqual(86_400_000);
    // Nothing else happened in that day; the page hears of it all the same.
    const tomorrow = new Date(running.cloud.clock.now()).toISOString().slice(0, 10);
    await page.locator('header time', { hasText: tomorrow }).waitFor();
    expect(await button('+1 day').evaluate((element) => element.matches(':focus'))).toBe(true);
  });

  test('pages of other sites are refused', async () => {
    const answer = await fetch(`${running.cloud.httpEndpoint}/console/state`, {
      headers: { origin: 'https://attacker.example' },
    });
    expect(answer.status).toBe(403);
  });
});
