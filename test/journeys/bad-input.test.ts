import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Product, startProduct } from '../support/product-cloud.ts';

// What a provider or a customer may send that is not what the guide shows: it is kept as far as it is a message, and
// otherwise becomes a dead letter that says why. Nothing accepted is lost.

const CUSTOMER = '+14255550182';
const NO_STACK_OR_PERSON = /4255550182|4711|secret|at file:|node:internal/;

let product: Product;
beforeAll(async () => {
  product = await startProduct({ assembly: inject('assembly') });
});
afterEach(() => product.running.reset());
afterAll(() => product.stop());

/** The payload of the AWS guide, with these fields instead. */
const payload = (fields: object = {}) =>
  JSON.stringify({
    originationNumber: CUSTOMER,
    destinationNumber: product.outputs.SmsPhoneNumber,
    messageKeyword: 'JOIN',
    messageBody: 'My secret is 4711',
    inboundMessageId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
    ...fields,
  });

const sofia = () => product.agent('sofia', [], 'supervisor');

async function publish(body: string) {
  await product.publish(body);
  await product.settle();
}

/** The one message on the one thread. */
async function onlyMessage() {
  const [item, ...others] = await sofia().work();
  expect(others).toEqual([]);
  const thread = await sofia().thread(item?.customerId ?? '');
  expect(thread).toHaveLength(1);
  return thread[0];
}

/** Everything in the archive. */
async function archived(): Promise<string[]> {
  const call = (operation: string, input: object) =>
    product.cloud.call('s3', operation, { Bucket, ...input }, { kind: 'developer' }) as Promise<any>;
  const { resources } = product.running;
  const Bucket = resources.find(({ logicalId }) => /^Archive/.test(logicalId))?.ref;
  const { Contents = [] } = await call('ListObjectsV2', {});
  const objects = await Promise.all(Contents.map(({ Key }: { Key: string }) => call('GetObject', { Key })));
  return objects.map(({ Body }) => Buffer.from(Body).toString('utf8'));
}

describe('a notification that is no SMS as documented is a dead letter that says why', () => {
  test.each([
    ['a text', 'hello, my secret is 4711', 'The SMS payload is not JSON.'],
    ['a NUL', '\u0000', 'The SMS payload is not JSON.'],
    ['256 KB of a letter', 'x'.repeat(262_144), 'The SMS payload is not JSON.'],
    ['200,000 brackets', '['.repeat(200_000), 'The SMS payload is not JSON.'],
    ['null', 'null', 'The SMS payload is not as documented: look at its outermost part.'],
    ['a list', '["secret"]', 'The SMS payload is not as documented: look at its outermost part.'],
    [
      'an object of other fields',
      '{"secret":4711}',
      'The SMS payload is not as documented: look at originationNumber, destinationNumber, messageBody, inboundMessageId.',
    ],
    [
      'an object of another prototype',
      '{"__proto__":{"messageBody":"secret"}}',
      'The SMS payload is not as documented: look at originationNumber, destinationNumber, messageBody, inboundMessageId.',
    ],
  ])('%s', async (_, body, reason) => {
    await publish(body);
    const letters = await product.deadLetters();
    expect(letters).toMatchObject([{ queue: expect.stringContaining('SmsArrivals'), reason }]);
    // The whole of it is there, for whoever looks into it.
    expect(JSON.parse(letters[0]?.body ?? '')).toMatchObject({ Message: body });
    expect(await sofia().work()).toEqual([]);
  });

  const look = (field: string) => `The SMS payload is not as documented: look at ${field}.`;
  const noNumber = 'The originationNumber of the SMS payload is no phone number in E.164.';
  const notOurs = 'The destinationNumber of the SMS payload is neither a phone number nor a short code.';

  test.each<[string, object, string]>([
    ['a number for a text', { messageBody: 4711 }, look('messageBody')],
    ['no text', { messageBody: undefined }, look('messageBody')],
    ['null for a text', { messageBody: null }, look('messageBody')],
    ['an empty id', { inboundMessageId: '' }, look('inboundMessageId')],
    ['an id of 501 characters', { inboundMessageId: 'x'.repeat(501) }, look('inboundMessageId')],
    ['a list of senders', { originationNumber: [CUSTOMER] }, look('originationNumber')],
    ['a sender without its country', { originationNumber: '4255550182' }, noNumber],
    ['a sender with a NUL', { originationNumber: `${CUSTOMER}\u0000` }, noNumber],
    ['a sender in other digits', { originationNumber: '+1425555018２' }, noNumber],
    ['a sender cut short', { originationNumber: '+1' }, noNumber],
    ['a sender of letters', { originationNumber: 'MyBank' }, noNumber],
    ['a number of ours that is none', { destinationNumber: 'us' }, notOurs],
  ])('%s', async (_, fields, reason) => {
    await publish(payload(fields));
    expect(await product.deadLetters()).toMatchObject([{ reason }]);
    expect(await sofia().work()).toEqual([]);
  });

  test('redriven without a change it is a dead letter again, not lost and not in the way of others', async () => {
    await publish(payload({ messageBody: 4711 }));
    const [before] = await product.deadLetters();
    await product.redrive();
    await publish(payload());
    expect(await product.deadLetters()).toEqual([before]);
    expect(await onlyMessage()).toMatchObject({ text: 'My secret is 4711' });
  });

  test('SEC9 neither the log nor a reason tells a number, a text or where in the code it was', async () => {
    await publish('My secret is 4711');
    await publish(payload({ originationNumber: '4255550182' }));
    await publish(payload({ messageBody: ['My secret is 4711'] }));
    const reasons = (await product.deadLetters()).map(({ reason }) => reason);
    expect(reasons).toHaveLength(3);
    expect(product.logLines.filter(({ code }) => code === 'TL1003').length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify([reasons, product.logLines])).not.toMatch(NO_STACK_OR_PERSON);
  });
});

describe('a delivery report that is none', () => {
  const reportTo = (Message: string) => {
    const { InboundSmsTopicArn, IncomingMailTopicArn } = product.outputs;
    const isReports = ({ type, ref }: { type: string; ref: string }) =>
      type === 'AWS::SNS::Topic' && ref !== InboundSmsTopicArn && ref !== IncomingMailTopicArn;
    const TopicArn = product.running.resources.find(isReports)?.ref;
    return product.cloud.call('sns', 'Publish', { TopicArn, Message }, { kind: 'developer' });
  };

  const look = (fields: string) => `The delivery event is not as documented: look at ${fields}.`;
  const context = { caseId: 'x', interactionId: 'x', interactionAt: 'x' };
  const delivered = { eventType: 'TEXT_DELIVERED', context, destinationPhoneNumber: CUSTOMER };
  const whole = { ...delivered, eventTimestamp: 0, isFinal: true, messageId: 'm' };

  test.each([
    ['a text', 'hello, my secret is 4711', 'The delivery event is not JSON.'],
    ['an object of other fields', '{"secret":4711}', look('eventType')],
    ['a report cut short', JSON.stringify(delivered), look('eventTimestamp, isFinal, messageId')],
    [
      'a report of no case',
      JSON.stringify(whole),
      'The caseId in the context of the delivery event is none.',
    ],
  ])('%s is a dead letter that says why', async (_, body, reason) => {
    await reportTo(body);
    await product.settle();
    const letters = await product.deadLetters();
    expect(letters).toMatchObject([{ reason }]);
    expect(JSON.stringify([letters[0]?.reason, product.logLines])).not.toMatch(NO_STACK_OR_PERSON);
  });
});

describe('a message of unusual text is kept', () => {
  test('65,536 characters are shortened with a note, and the original is in the archive', async () => {
    const text = `My order: ${'"'.repeat(65_526)}`;
    await publish(payload({ messageBody: text }));
    const message = await onlyMessage();
    expect(message).toMatchObject({ shortened: true, text: text.slice(0, 10_000) });
    expect(await product.deadLetters()).toEqual([]);
    const [original, ...others] = await archived();
    expect(others).toEqual([]);
    expect(JSON.parse(original ?? '').messageBody).toBe(text);
  });

  test('a text that is cut is not cut within a character', async () => {
    await publish(payload({ messageBody: `.${'😀'.repeat(32_767)}` }));
    expect(await onlyMessage()).toMatchObject({ shortened: true, text: `.${'😀'.repeat(4_999)}` });
  });

  test.each([
    ['NULs and control characters are taken out', 'a\u0000b\u0007\u001b[31mc\td', 'ab[31mc\td'],
    ['nothing but a NUL is an empty message', '\u0000', ''],
    ['an empty text is a message', '', ''],
    ['half a surrogate pair is replaced', '\ud800 alone', '\ufffd alone'],
    [
      'marks of direction and overrides stay',
      '\u200fשלום\u200e \u202eabc\u2066d',
      '\u200fשלום\u200e \u202eabc\u2066d',
    ],
    ['line ends are one kind', 'a\r\nb\rc', 'a\nb\nc'],
    ['what looks like a page or a template is text', '<script>{{7*7}}</script>', '<script>{{7*7}}</script>'],
  ])('%s', async (_, messageBody, text) => {
    await publish(payload({ messageBody }));
    expect(await onlyMessage()).toMatchObject({ text });
    expect(JSON.parse((await archived())[0] ?? '').messageBody).toBe(messageBody);
    expect(await product.deadLetters()).toEqual([]);
  });

  test('a noncharacter that a phone sends stays, though SQS takes none', async () => {
    product.sms(CUSTOMER, 'x\uffff\ufffe');
    await product.settle();
    expect(await onlyMessage()).toMatchObject({ text: 'x\uffff\ufffe' });
  });

  test('an id of 500 characters, and an id that two customers share, are theirs alone', async () => {
    const inboundMessageId = '#'.repeat(500);
    await publish(payload({ inboundMessageId }));
    await publish(payload({ inboundMessageId, originationNumber: '+14255550199' }));
    expect(await sofia().work()).toHaveLength(2);
    expect(await archived()).toHaveLength(2);
  });

  test('an answer to a message of ours that never was joins nothing of anybody else', async () => {
    await publish(payload({ previousPublishedMessageId: '../../customer#x' }));
    expect(await onlyMessage()).toMatchObject({ joinReason: 'It is the first message of this customer.' });
  });
});
