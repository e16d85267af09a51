import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { sesOf, stepFunctionsOf } from '../../local/index.ts';
import { type Product, startProduct } from '../support/product-cloud.ts';
import { linkIn, visit } from '../support/survey-visitor.ts';
import { openChat } from '../support/webchat-visitor.ts';

const CUSTOMER = '+14255550182';
const DAY = 86_400;
// Days in which the watch over promises runs every minute.
const PATIENCE = { timeout: 60_000 };

let product: Product;
beforeEach(async () => {
  product = await startProduct({ assembly: inject('assembly') });
});
afterEach(() => product.stop());

const ana = () => product.agent('ana', ['general', 'billing', 'support-es']);
const executions = () => stepFunctionsOf(product.cloud).executions();
/** Questions of surveys that the phone has received. */
const questions = (number = CUSTOMER) =>
  product.cloud.outbox
    .filter(({ to, text }) => to === number && text.includes('/survey/'))
    .map(({ text }) => text);

/** The customer writes, an agent answers and resolves. */
async function resolvedCase(from = CUSTOMER) {
  product.sms(from, 'Hello, where is my order?');
  await product.settle();
  const [item] = await ana().work();
  if (!item) throw new Error('No case is in the work list.');
  await ana().post(`/cases/${item.caseId}/claim`);
  await ana().post(`/cases/${item.caseId}/replies`, { text: 'It comes tomorrow.', answers: 1 });
  await product.settle();
  expect((await ana().post(`/cases/${item.caseId}/resolve`)).status).toBe(200);
  await product.settle();
  return item;
}

/** The number or the page's answer on the thread. */
const survey = async (caseId: string) =>
  (await ana().thread(caseId.split('-')[0] ?? '')).find(({ kind }) => kind === 'survey-answer');
const THANKS = 'Sunrise Bikes: thank you for your answer!';
const received = () => product.cloud.outbox.filter(({ to }) => to === CUSTOMER).map(({ text }) => text);
const thanked = () => received().filter((text) => text === THANKS);

/** Transitions that Step Functions charges for. */
const transitions = () =>
  product.cloud.meterBook.bill().lines.reduce((sum, { units }) => sum + (units['states.transition'] ?? 0), 0);

describe('a customer is asked how we did', PATIENCE, () => {
  test('S2.9 W6 a day after the case is resolved, answers on the page, and the answer is recorded', async () => {
    const { caseId, customerId } = await resolvedCase();
    await product.settle(DAY / 2);
    expect(questions()).toEqual([]);
    await product.settle(DAY);
    expect(questions()).toHaveLength(1);
    const link = linkIn(questions()[0]);

    const page = await visit(product, link);
    expect(page.status).toBe(200);
    expect(page.body).toContain('How did Sunrise Bikes do?');
    const form = { csat: '5', effort: '4', nps: '9', comment: 'Quick!' };
    const thanks = await visit(product, link, { form });
    expect(thanks).toMatchObject({ status: 200, body: expect.stringContaining('Thank you!') });
    await product.settle();

    const thread = await ana().thread(customerId);
    expect(thread[0]).toMatchObject({ kind: 'survey-answer', text: '5/5\nQuick!', caseId });
    const [execution, ...others] = executions();
    expect(others).toEqual([]);
    expect(execution).toMatchObject({ name: `${caseId}-1`, status: 'SUCCEEDED' });
    // What Step Functions keeps of it are ids and times.
    expect(JSON.stringify(execution)).not.toMatch(/4255550182|Quick|survey\/|Sunrise/);
    expect(transitions()).toBeLessThanOrEqual(8);
    expect(transitions()).toBe(4);
    await product.settle(2 * DAY);
    expect(questions()).toHaveLength(1);
    expect(await product.deadLetters()).toEqual([]);
    expect(JSON.stringify(product.logLines)).not.toMatch(/4255550182|Quick|\/survey\/[a-z2-7]/);
  });

  test('S3.16 and answers with a number where they read it; the case stays resolved', async () => {
    const { caseId } = await resolvedCase();
    await product.settle(1.5 * DAY);
    product.sms(CUSTOMER, '4');
    await product.settle();
    expect(await survey(caseId)).toMatchObject({ kind: 'survey-answer', text: '4', caseId });
    expect(await ana().work()).toEqual([]);
    expect(executions()).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(thanked()).toHaveLength(1);
    const page = await visit(product, linkIn(questions()[0]));
    expect(page).toMatchObject({
      status: 200,
      body: expect.stringContaining('answered these questions already'),
    });
    // What they write after that is a message again.
    product.sms(CUSTOMER, '3');
    await product.settle();
    expect(await ana().work()).toMatchObject([{ caseId, arrivals: 2 }]);
    expect(thanked()).toHaveLength(1);
  });

  test('W6 a low score given with a number waits like a message, and is answered like one', async () => {
    const { caseId } = await resolvedCase();
    await product.settle(1.5 * DAY);
    product.sms(CUSTOMER, '1');
    await product.settle();
    expect(await survey(caseId)).toMatchObject({ text: '1', arrival: 2 });
    expect(await ana().work()).toMatchObject([{ caseId, arrivals: 2, answered: 1 }]);
    expect(received().at(-1)).toBe(THANKS);
    const ben = product.agent('ben', ['general', 'billing', 'support-es']);
    await ben.post(`/cases/${caseId}/claim`);
    await ben.post(`/cases/${caseId}/replies`, { text: 'We are sorry.', answers: 2 });
    await product.settle();
    expect(received().slice(-2)).toEqual([THANKS, 'We are sorry.']);
    expect(await product.deadLetters()).toEqual([]);
  });

  test('who writes again instead is reminded no more, and may still answer on the page', async () => {
    const { caseId } = await resolvedCase();
    await product.settle(1.5 * DAY);
    product.sms(CUSTOMER, 'It is still not here');
    await product.settle();
    const stateOf = async () => (await ana().get(`/cases/${caseId}`)).body.case.survey;
    expect(await stateOf()).toEqual({ opening: 1, state: 'stopped' });
    expect(executions()).toMatchObject([{ status: 'ABORTED' }]);
    await product.settle(4 * DAY);
    expect(questions()).toHaveLength(1);
    const page = await visit(product, linkIn(questions()[0]), { form: { csat: '4' } });
    expect(page.status).toBe(200);
    expect(await stateOf()).toEqual({ opening: 1, state: 'answered', score: 4 });
    await product.settle();
    expect(await product.deadLetters()).toEqual([]);
  });

  test('W6 a low score opens the case again, for another agent, with a promise, and nobody is asked once more', async () => {
    const { caseId, customerId } = await resolvedCase();
    await product.settle(1.5 * DAY);
    await visit(product, linkIn(questions()[0]), { form: { csat: '1', comment: 'It never came.' } });
    await product.settle();
    const [item] = await ana().work();
    expect(item).toMatchObject({ caseId, arrivals: 2, answered: 1, promise: { state: 'standing' } });
    expect((await ana().get(`/cases/${caseId}`)).body.case).toMatchObject({
      survey: { opening: 1, state: 'answered', score: 1 },
      avoidAgent: 'ana',
    });
    const [newest] = await ana().thread(customerId);
    expect(newest).toMatchObject({ kind: 'survey-answer', text: '1/5\nIt never came.', arrival: 2 });

    const refused = await ana().post(`/cases/${caseId}/claim`);
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'for-another-agent' } } });
    const ben = product.agent('ben', ['general', 'billing', 'support-es']);
    expect((await ben.post(`/cases/${caseId}/claim`)).status).toBe(200);
    const reply = { text: 'We send another today.', answers: 2 };
    expect((await ben.post(`/cases/${caseId}/replies`, reply)).status).toBe(200);
    await product.settle();
    expect(product.phone(CUSTOMER).at(-1)).toBe(reply.text);
    expect((await ben.post(`/cases/${caseId}/resolve`)).status).toBe(200);
    await product.settle(1.5 * DAY);
    expect(questions()).toHaveLength(1);
    expect(executions().map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });

  test('a customer who writes again before is not asked, and the workflow stops', async () => {
    const { caseId } = await resolvedCase();
    expect(executions()).toMatchObject([{ status: 'RUNNING' }]);
    product.sms(CUSTOMER, 'It is still not here');
    await product.settle();
    expect(executions()).toMatchObject([{ name: `${caseId}-1`, status: 'ABORTED' }]);
    await product.settle(1.5 * DAY);
    expect(questions()).toEqual([]);
  });

  test('a customer who does nothing is reminded once, and then left alone', async () => {
    const { caseId } = await resolvedCase();
    await product.settle(1.5 * DAY);
    expect(questions()).toHaveLength(1);
    await product.settle(3 * DAY);
    expect(questions()).toHaveLength(2);
    expect(questions()[1]).toContain('still like to hear');
    await product.settle(5 * DAY);
    expect(questions()).toHaveLength(2);
    expect(executions()).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(transitions()).toBe(4);
    const late = await visit(product, linkIn(questions()[1]), { form: { csat: '5' } });
    expect(late.status).toBe(410);
    // Too late for a number as well: it is a message, and the resolution is too long ago.
    product.sms(CUSTOMER, '5');
    await product.settle();
    expect((await ana().work())[0]?.caseId).not.toBe(caseId);
  });

  test('R5 an outage at the very moment of the question puts it off, and it leaves once', async () => {
    await resolvedCase();
    const { askAt } = JSON.parse(String(executions()[0]?.input));
    const seconds = () => (Date.parse(askAt) - product.cloud.clock.now()) / 1000;
    await product.settle(seconds() - 10);
    const fault = product.cloud.faults.add({ kind: 'throttle', service: 'dynamodb' });
    await product.settle(600);
    product.cloud.faults.remove(fault.id);
    expect(questions()).toEqual([]);
    await product.settle(3_600);
    expect(questions()).toHaveLength(1);
    await visit(product, linkIn(questions()[0]), { form: { csat: '5' } });
    await product.settle();
    expect(executions()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });
});

describe('a customer is asked where they can be reached', PATIENCE, () => {
  test('by mail about a mail; a number in answer to that is a message', async () => {
    const write = (subject: string, text: string) => {
      const from = 'ann@example.org';
      const to = product.outputs.SupportEmailAddress ?? '';
      const id = `<${subject.replace(/\W/g, '')}@example.org>`;
      const date = new Date(product.cloud.clock.now()).toUTCString().replace('GMT', '+0000');
      const head = `From: Ann <${from}>\r\nTo: ${to}\r\nDate: ${date}\r\nMessage-ID: ${id}\r\n`;
      const data = Buffer.from(`${head}Subject: ${subject}\r\n\r\n${text}\r\n`);
      sesOf(product.cloud).receiveMail(product.cloud, { from, to: [to], data });
    };
    write('My order', 'Where is it?');
    await product.settle();
    const [item] = await ana().work();
    const path = `/cases/${item?.caseId}`;
    await ana().post(`${path}/claim`);
    await ana().post(`${path}/replies`, { text: 'It comes tomorrow.', answers: 1 });
    await product.settle();
    await ana().post(`${path}/resolve`);
    await product.settle(1.5 * DAY);
    const mailbox = sesOf(product.cloud).mailbox('ann@example.org');
    const asked = mailbox.filter(({ text }) => text?.includes('/survey/'));
    expect(asked).toHaveLength(1);
    const page = await visit(product, linkIn(asked[0]?.text), { json: { csat: 4 } });
    expect([page.status, JSON.parse(page.body)]).toEqual([200, { outcome: 'recorded' }]);
    write('5', '5');
    await product.settle();
    expect(await ana().work()).toHaveLength(1);
  });

  test('in the chat while they are there, and answer it there', async () => {
    const visitor = await openChat(product);
    await visitor.write('Hello, where is my order?');
    await product.settle();
    const [item] = await ana().work();
    const path = `/cases/${item?.caseId}`;
    await ana().post(`${path}/claim`);
    await ana().post(`${path}/replies`, { text: 'It comes tomorrow.', answers: 1 });
    await product.settle();
    await ana().post(`${path}/resolve`);
    await product.settle(0.5 * DAY);
    // They say thank you, which opens nothing, and so are there in the day before the question.
    await visitor.write('Thank you!');
    await product.settle(0.75 * DAY);
    const question = (await visitor.read()).messages.at(-1);
    expect(question).toMatchObject({ from: 'automatic', kind: 'survey' });
    await visitor.write('5');
    await product.settle();
    expect((await visitor.read()).case).toMatchObject({ state: 'resolved' });
    expect((await visitor.read()).messages.slice(-2)).toMatchObject([
      { from: 'you', text: '5' },
      { from: 'automatic', text: 'Thank you for your answer! It helps Sunrise Bikes to do better.' },
    ]);
    expect(executions()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });
});
