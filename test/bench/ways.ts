import { httpApiOf, sesOf, stepFunctionsOf, webSocketsOf } from '../../local/index.ts';
import type { Product } from '../support/product-cloud.ts';
import { linkIn, visit } from '../support/survey-visitor.ts';
import { answerAndResolve, takeTheWay, type Walk, type Way } from './way.ts';

const CUSTOMER = '+14255550182';
const ANN = 'ann@example.org';
const DAY = 86_400;
const PAGE = 'https://example.com';

function expectCount(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${what}: ${found} instead of ${expected}.`);
}

/** A new customer's SMS: in, case, receipt, route, task, claim, reply, reports, resolved. */
const smsAnswered: Walk = (product, leg) =>
  leg('answered', async () => {
    product.sms(CUSTOMER, 'Hello, where is my order?');
    await product.settle();
    await answerAndResolve(product);
    expectCount('Receipts on the phone', product.receipts(CUSTOMER).length, 1);
    expectCount('Replies on the phone', product.phone(CUSTOMER).length, 1);
  });

/** As mail programs write: the text, and the same again with HTML. */
const mailOf = (to: string) =>
  Buffer.from(
    [
      `From: Ann <${ANN}>`,
      `To: ${to}`,
      'Date: Mon, 05 Jan 2026 09:00:00 +0000',
      'Message-ID: <letter-1@example.org>',
      'Subject: My order',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="part"',
      '',
      '--part',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Hello, where is my order?',
      '',
      '--part',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Hello, where is <b>my order</b>?</p>',
      '',
      '--part--',
      '',
    ].join('\r\n'),
  );

/** A new customer's mail: the same, and the next day the survey, asked by mail, answered on the page, ended. */
const mailSurveyed: Walk = async (product, leg) => {
  const ses = sesOf(product.cloud);
  await leg('answered', async () => {
    const to = product.outputs.SupportEmailAddress ?? '';
    const accepted = ses.receiveMail(product.cloud, { from: ANN, to: [to], data: mailOf(to) });
    if (!accepted.accepted) throw new Error(`SES refused the mail: ${accepted.reply}`);
    await product.settle();
    await answerAndResolve(product);
    expectCount('Mails to the customer', ses.mailbox(ANN).length, 2);
  });
  await leg('surveyed', async () => {
    await product.settle(DAY + 3_600);
    expectCount('Mails to the customer', ses.mailbox(ANN).length, 3);
    const link = linkIn(ses.mailbox(ANN).at(-1)?.text);
    await visit(product, link);
    await visit(product, link, { form: { csat: '5', effort: '4', nps: '9', comment: 'Quick!' } });
    await product.settle();
    const ended = stepFunctionsOf(product.cloud)
      .executions()
      .filter(({ status }) => status === 'SUCCEEDED');
    expectCount('Workflows that ended well', ended.length, 1);
  });
};

/** A visitor's message: session, live updates, in, case, route, claim, reply, read, resolved. There is no receipt. */
const chatAnswered: Walk = (product, leg) =>
  leg('answered', async () => {
    const { token } = await chat(product, 'POST', '/webchat/sessions');
    const opened = await webSocketsOf(product.cloud).open(
      product.cloud,
      product.outputs.LiveUpdatesUrl ?? '',
      {
        protocols: ['throughline', token],
        headers: { Origin: PAGE },
      },
    );
    if (!opened.ok) throw new Error(`The WebSocket was refused: ${opened.status}`);
    const body = { id: 'message-1', text: 'Hello, where is my order?' };
    await chat(product, 'POST', '/webchat/messages', { token, body });
    await product.settle();
    await chat(product, 'GET', '/webchat/messages', { token });
    await answerAndResolve(product);
    const { messages } = await chat(product, 'GET', '/webchat/messages', { token });
    expectCount('Messages in the chat', messages.length, 2);
    opened.socket.close();
    await product.settle();
  });

async function chat(
  { running, cloud, outputs }: Product,
  method: string,
  path: string,
  { token, body }: { readonly token?: string; readonly body?: object } = {},
) {
  const whole = new URL(outputs.ChannelsApiUrl ?? '').pathname.replace(/\/$/, '') + path;
  const served = httpApiOf(running.cloud).serve({
    method,
    path: whole,
    rawPath: whole,
    rawQuery: '',
    query: new URLSearchParams(),
    headers: {
      'content-type': 'application/json',
      origin: PAGE,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: new TextEncoder().encode(body ? JSON.stringify(body) : ''),
  });
  await cloud.scheduler.quiet();
  const { status = 0, body: answer = '' } = (await served) ?? {};
  if (status >= 300) throw new Error(`The chat refused ${method} ${path}: ${status}`);
  return JSON.parse(Buffer.from(answer).toString());
}

export const takeSmsTheWholeWay = (assembly: string): Promise<Way> => takeTheWay(assembly, smsAnswered);
export const takeMailTheWholeWay = (assembly: string): Promise<Way> => takeTheWay(assembly, mailSurveyed);
export const takeChatTheWholeWay = (assembly: string): Promise<Way> => takeTheWay(assembly, chatAnswered);
