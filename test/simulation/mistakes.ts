import type { OwnedCloud } from '../../local/index.ts';
import { eventsOf } from '../../shared/events/catalogue.ts';
import { toldBy } from '../../shared/stores/outbox-image.ts';
import { fromAttributes, toAttributes } from '../../shared/stores/table.ts';
import type { Alteration, Transport, WireRequest } from './bundles.ts';
import type { Plan, SimulatedAddress } from './plan.ts';
import {
  alterIn,
  bodyOf,
  emptyAnswer,
  forgetCondition,
  isCall,
  keyOf,
  onMessage,
  onRead,
  onTransaction,
} from './wire.ts';

interface Mistake {
  readonly plant: Alteration;
  /** The rule that it breaks. */
  readonly breaks: RegExp;
  /** Plans in which it can show; the others are not run for it. */
  readonly shows?: (plan: Plan) => boolean;
}

const has =
  (wanted: SimulatedAddress['channel']) =>
  ({ customers, surveyed }: Plan) =>
    !surveyed && customers.some(({ addresses }) => addresses.some(({ channel }) => channel === wanted));
const hasTwo = ({ customers, surveyed }: Plan) =>
  !surveyed && customers.some(({ addresses }) => addresses.length > 1);
const isSurveyed = ({ surveyed }: Plan) => surveyed;

/**
 * Real mistakes, planted by altering what a function asks of AWS, not by switches in the product: the bundles stay as
 * they are. The simulation has to find every one.
 */
export const MISTAKES: Readonly<Record<string, Mistake>> = {
  'no condition on the marker': {
    plant: alterIn('record-interaction', unconditionalMarker),
    breaks: /^R1 /,
  },
  'no version check when a case opens': {
    plant: alterIn('record-interaction', unconditionalOpening),
    breaks: /^R[12] /,
    shows: hasTwo,
  },
  'publish before commit': {
    plant: alterIn('record-interaction', publishedBeforeCommit),
    breaks: /^R4 what was committed was told, and nothing else/,
  },
  'send before the attempt is written': {
    plant: alterIn('send-sms', sentBeforeWritten),
    breaks: /^R5 /,
    shows: has('sms'),
  },
  'resend of an unknown send': {
    plant: alterIn('send-sms', resentWhenUnknown),
    breaks: /^R5 no answer leaves twice/,
    shows: has('sms'),
  },
  'resend of an unknown mail': {
    plant: alterIn('send-email', resentWhenUnknown),
    breaks: /^R5 no answer leaves twice/,
    shows: has('email'),
  },
  'unproven mail taken as proven': {
    plant: alterIn('accept-email', (inner) => onMessage(inner, ({ proof: _, ...message }) => message)),
    breaks: /^SEC2 /,
    shows: has('email'),
  },
  'a receipt to automatic mail': {
    plant: alterIn('accept-email', (inner) =>
      onMessage(inner, ({ automatic: _, notice: _notice, ...message }) => message),
    ),
    breaks: /^SEC5 /,
    shows: ({ steps }) => steps.some((step) => step.does === 'mails' && step.mark),
  },
  'receipts without a look at the last one': {
    plant: alterIn('give-receipt', forgetfulReceipts),
    breaks: /^(SEC5|R5) /,
    // With a machine at the other end the two would write to each other for hours.
    shows: ({ customers, steps }) =>
      customers.every(({ machine }) => machine === undefined) &&
      steps.filter(({ does }) => does === 'writes' || does === 'mails').length > 1,
  },
  'a chat message is new every time it is posted': {
    plant: alterIn('webchat-api', newEveryTime),
    breaks: /^R1 /,
    shows: has('webchat'),
  },
  'a survey without a look at the last one': {
    plant: alterIn(['start-survey', 'survey-step'], (inner) =>
      onRead(inner, ({ surveyedAt: _, ...item }) => item),
    ),
    breaks: /^R5 a person is asked once/,
    shows: isSurveyed,
  },
  'an answer by opening the page': {
    plant: alterIn('survey-page', answeredWhenRead),
    breaks: /^R4 a survey is what became of it/,
    shows: isSurveyed,
  },
  'a workflow that nobody stops': {
    plant: alterIn('stop-survey', (inner) => ({
      ...inner,
      handle: async (request) =>
        isCall(request, 'StopExecution') ? { response: emptyAnswer() } : inner.handle(request),
    })),
    breaks: /^R4 /,
    shows: (plan) => !plan.surveyed,
  },
};

/** Of the default environment. */
const BUS = 'throughline-dev';

/** The message is recorded again whenever it comes again: neither its marker nor its interaction has to be new. */
function unconditionalMarker(inner: Transport): Transport {
  return onTransaction(inner, async (puts) => {
    for (const put of puts) {
      const { pk = '', sk = '' } = keyOf(put);
      if (pk.startsWith('marker#') || sk.startsWith('AT#')) forgetCondition(put);
    }
  });
}

/** Two writers who open a case at once both succeed; the second overwrites what the first wrote. */
function unconditionalOpening(inner: Transport): Transport {
  return onTransaction(inner, async (puts) => {
    const opens = puts.some((put) => keyOf(put).sk === 'PROFILE');
    for (const put of puts) if (opens && /^(PROFILE|CASE#)/.test(keyOf(put).sk)) forgetCondition(put);
  });
}

/** The events leave before the transaction has a chance to fail. */
function publishedBeforeCommit(inner: Transport, cloud: OwnedCloud): Transport {
  return onTransaction(inner, async (puts) => {
    for (const { Item } of puts) {
      const told = Item && toldBy(fromAttributes(Item), undefined);
      if (!told) continue;
      const Entries = eventsOf(told.outbox, told.subject).map(({ source, detailType, detail }) => ({
        EventBusName: BUS,
        Source: source,
        DetailType: detailType,
        Detail: JSON.stringify(detail),
      }));
      await cloud.call('events', 'PutEvents', { Entries }, { kind: 'developer' });
    }
  });
}

/** The write of `sending` is kept back until the provider has answered. */
function sentBeforeWritten(inner: Transport): Transport {
  let keptBack: WireRequest | undefined;
  return {
    ...inner,
    async handle(request) {
      if (isCall(request, 'UpdateItem') && bodyOf(request).includes('"sending"')) {
        keptBack = request;
        return { response: emptyAnswer() };
      }
      if (!isSending(request)) return inner.handle(request);
      const sent = await inner.handle(request);
      if (keptBack) await inner.handle(keptBack);
      return sent;
    },
  };
}

const isSending = (request: WireRequest) =>
  isCall(request, 'SendTextMessage') || request.path.endsWith('/outbound-emails');

/** What an SDK with retries would do. */
function resentWhenUnknown(inner: Transport): Transport {
  return {
    ...inner,
    async handle(request) {
      if (!isSending(request)) return inner.handle(request);
      try {
        const answer = await inner.handle(request);
        if (answer.response.statusCode < 500) return answer;
      } catch {
        // Lost: tried again below.
      }
      return inner.handle(request);
    },
  };
}

/** The page's own id of a message counts for nothing. */
function newEveryTime(inner: Transport): Transport {
  let posted = 0;
  return onMessage(inner, (message) => {
    posted += 1;
    return { ...message, providerMessageId: `${message.providerMessageId}-${posted}` };
  });
}

/** Whoever opens the page has answered: the scanner that comes before the customer. */
function answeredWhenRead(inner: Transport, cloud: OwnedCloud): Transport {
  return {
    ...inner,
    async handle(request) {
      const answered = await inner.handle(request);
      if (!isCall(request, 'BatchGetItem')) return answered;
      const asked: { RequestItems: Record<string, { Keys: { sk: { S: string } }[] }> } = JSON.parse(
        bodyOf(request),
      );
      for (const [TableName, { Keys }] of Object.entries(asked.RequestItems)) {
        const Key = Keys.find(({ sk }) => sk.S.startsWith('SURVEY#'));
        const input = {
          TableName,
          Key,
          UpdateExpression: 'SET #state = :answered, scores = :scores',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: toAttributes({ ':answered': 'answered', ':scores': { csat: 5 } }),
        };
        if (Key) await cloud.call('dynamodb', 'UpdateItem', input, { kind: 'developer' });
      }
      return answered;
    },
  };
}

/** Neither what is read nor what is written looks at when the last receipt was. */
function forgetfulReceipts(inner: Transport): Transport {
  const unconditional = onTransaction(inner, async (puts) => {
    for (const put of puts) if (keyOf(put).sk === 'CONTACT_POINT') forgetCondition(put);
  });
  return onRead(unconditional, ({ receiptAt: _, ...item }) => item);
}
