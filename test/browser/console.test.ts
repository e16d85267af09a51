import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../local/index.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import settings from '../../throughline.config.ts';
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
    await mountConsole(running, readConfig(settings));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
    page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${running.cloud.httpEndpoint}/`);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });

  test('a text from the phone is claimed, answered and resolved by an agent', {
    timeout: 120_000,
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

  test('the clock moves when its button is pressed', { timeout: 60_000 }, async () => {
    const before = running.cloud.clock.now();
    await button('+1 day').click();
    await expect
      .poll(() => running.cloud.clock.now() - before, { timeout: 30_000 })
      .toBeGreaterThanOrEqual(86_400_000);
    // Nothing else happened in that day; the page hears of it all the same.
    const tomorrow = new Date(running.cloud.clock.now()).toISOString().slice(0, 10);
    await page.locator('header time', { hasText: tomorrow }).waitFor();
    expect(await button('+1 day').evaluate((element) => element.matches(':focus'))).toBe(true);
  });

  const tab = (name: string | RegExp) => page.getByRole('tab', { name });
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const workOn = (channel: string) => page.locator('.work button', { hasText: channel });

  /** As the agent who is signed in, on the only open case of a channel. */
  async function answerFrom(channel: string, text: string): Promise<void> {
    await workOn(channel).click();
    await button('Claim').click();
    await workOn(channel).filter({ hasText: 'claimed by ana' }).waitFor();
    await field('Reply or note').fill(text);
    await button('Send reply').click();
  }

  test('a mail gets its receipt and its answer; what the customer replies is on the same case', {
    timeout: 60_000,
  }, async () => {
    await tab('Mailbox').click();
    await field('Subject').fill('My bicycle has no pedals – olá');
    await field('Text of the mail').fill('Where are they?\n-- \nMarta');
    await button('Send mail').click();
    const received = page.locator('.mailbox .to-customer');
    await received.filter({ hasText: 'Re: My bicycle has no pedals – olá' }).waitFor();
    await received.filter({ hasText: 'marked automatic' }).waitFor();
    await workOn('email').getByRole('timer').waitFor();

    await answerFrom('email', 'They are on their way.');
    const answer = received.filter({ hasText: 'They are on their way.' });
    await answer.getByRole('button', { name: 'Reply' }).click();
    expect(await page.locator('.mailbox form').innerText()).toMatch(/to support\+[a-z2-7]+@/);
    await field('Text of the mail').fill('Wonderful!');
    await button('Send mail').click();
    await page.locator('.agent .inbound', { hasText: 'Wonderful!' }).waitFor();
    expect(await workOn('email').count()).toBe(1);
    await page.locator('.agent .receipt', { hasText: 'automatic receipt' }).waitFor();
    await button('Resolve').click();
    await workOn('email').waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
  });

  test('a mail whose sender is not proven is marked so that no agent misses it', {
    timeout: 60_000,
  }, async () => {
    await field('Subject').fill('A new address');
    await field('Text of the mail').fill('Send it all to another street.');
    await page.getByRole('combobox', { name: 'The sender is' }).selectOption('failed');
    await button('Send mail').click();
    await workOn('email').click();
    await page.locator('.agent .doubt', { hasText: 'probably forged' }).waitFor();
  });

  test('a chat is answered live, and goes on when its page is loaded again', {
    timeout: 60_000,
  }, async () => {
    await tab('Web chat').click();
    await field('Chat message').fill('Do you have red bells?');
    await button('Send in the chat').click();
    await page.locator('.promised', { hasText: /answer/ }).waitFor();
    await answerFrom('webchat', 'Yes, in all sizes.');
    const answer = page.locator('.chat .to-customer', { hasText: 'Yes, in all sizes.' });
    await answer.waitFor();
    await page.reload();
    await answer.waitFor();
    await button('New visitor').click();
    await page.getByText('Nothing written in this chat yet.').waitFor();
    expect(errors).toEqual([]);
  });

  test('a survey is seen on the state machine, and its page opens from there', {
    timeout: 60_000,
  }, async () => {
    await tab(/^Surveys/).click();
    // Of the mail that was resolved.
    await page.locator('.state.current[data-state="WaitForTheMoment"]').waitFor();
    await button('+2 days').click();
    const run = page.locator('.runs li', { hasText: 'survey asked' });
    await run.waitFor();
    await page.locator('.state.current[data-state="Ask"]').waitFor();
    const [survey] = await Promise.all([
      page.waitForEvent('popup'),
      run.getByRole('link', { name: 'Answer as the customer' }).click(),
    ]);
    await survey.getByRole('radio').first().waitFor();
    await survey.close();
  });

  test('every text stands there in every language', async () => {
    await tab('Texts').click();
    const row = page.getByRole('region', { name: 'receipt.sms.promised' });
    await row.waitFor();
    expect(
      await row.locator('li p').evaluateAll((all) => all.map((each) => each.getAttribute('lang'))),
    ).toEqual(readConfig(settings).languages);
  });

  test('nothing is wider than a small phone, and nothing scrolls within the page', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    for (const name of ['Phone', 'Mailbox', 'Web chat']) {
      await tab(name).click();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }
    const scrolling = await page.locator('main *:not(textarea)').evaluateAll(
      (all) =>
        all.filter((each) => {
          const { overflowY } = each.ownerDocument.defaultView.getComputedStyle(each);
          return /auto|scroll/.test(overflowY) && each.scrollHeight > each.clientHeight;
        }).length,
    );
    expect(scrolling).toBe(0);
  });

  test('pages of other sites are refused', async () => {
    const answer = await fetch(`${running.cloud.httpEndpoint}/console/state`, {
      headers: { origin: 'https://attacker.example' },
    });
    expect(answer.status).toBe(403);
  });
});
