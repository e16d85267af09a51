import { describe, expect, test } from 'vitest';
import { checkFlow } from '../../infra/connect/flows/check/check-flow.ts';
import { flowContent } from '../../infra/connect/flows/flow.ts';
import { INBOUND_ENDINGS, type InboundPlan, inboundFlow } from '../../infra/connect/flows/voice/inbound.ts';
import { QUEUE_ENDINGS, queueFlow } from '../../infra/connect/flows/voice/queue.ts';
import type { SpokenLanguage } from '../../infra/connect/flows/voice/speech.ts';
import { agentWhisperFlow, holdFlow } from '../../infra/connect/flows/voice/with-agent.ts';
import { writePrompts } from '../../shared/config/voice.ts';
import { type Caller, walk } from './walk-flow.ts';

const spoken = (language: string, voice: string): SpokenLanguage => ({
  language,
  voice,
  write: writePrompts(language, { texts: {} }),
});
const [en, it, be] = [spoken('en', 'Joanna'), spoken('it', 'Bianca'), spoken('be', 'Own')] as const;

const queue = (id: string) => ({ id, arn: `arn/queue/${id}` });
const department = (name: string, id: string) => ({ nameIn: { en: name, it: `${name} (it)` }, queue: id });
const group = {
  nameIn: { en: 'repairs', it: 'riparazioni' },
  departments: [department('brakes', 'brakes'), department('wheels', 'wheels')],
};

const PLAN: InboundPlan = {
  company: 'Sunrise Bikes',
  languages: [en, it],
  departments: [department('bills', 'billing'), group],
  queues: ['general', 'billing', 'brakes', 'wheels'].map(queue),
  fallback: queue('general'),
  callback: true,
  identifyCallerArn: 'identify',
  hooks: [
    ['CustomerQueue', 'arn/flow/queue'],
    ['AgentWhisper', 'arn/flow/whisper'],
    ['CustomerHold', 'arn/flow/hold'],
  ],
};

const STRANGER = { known: 'no', language: 'en', openCase: 'no', queue: 'general', priority: '5' };
const CUSTOMER = {
  known: 'yes',
  language: 'it',
  openCase: 'yes',
  queue: 'general',
  priority: '5',
  caseQueue: 'brakes',
  casePriority: '2',
  summary: 'Known customer, waiting for our answer.',
};

const call = (caller: Caller = {}, plan: Partial<InboundPlan> = {}) =>
  walk(inboundFlow({ ...PLAN, ...plan }), { answers: { identify: STRANGER }, ...caller });
const waits = (caller: Caller = {}, plan: Partial<Parameters<typeof queueFlow>[0]> = {}) =>
  walk(queueFlow({ languages: [en, it], callback: true, ...plan }), caller);

/** A flow may have 256,000; ARNs of a deployed one are longer than these. */
const MOST_CHARACTERS = 200_000;

describe('Every flow of voice', () => {
  const languages = [
    en,
    it,
    be,
    spoken('pt', 'Ines'),
    spoken('es', 'Lucia'),
    spoken('en-GB', 'Amy'),
  ] as const;
  const five = <Made>(make: (nth: number) => Made) => Array.from({ length: 5 }, (_, nth) => make(nth));
  const largest: InboundPlan = {
    ...PLAN,
    languages: [...languages],
    departments: five((nth) => ({
      nameIn: {},
      departments: five((inner) => department('x'.repeat(60), `q${nth * 5 + inner}`)),
    })),
    queues: [queue('general'), ...Array.from({ length: 25 }, (_, nth) => queue(`q${nth}`))],
  };
  const inbound = { type: 'CONTACT_FLOW', endings: INBOUND_ENDINGS } as const;
  const queueing = { type: 'CUSTOMER_QUEUE', endings: QUEUE_ENDINGS } as const;
  test.each([
    ['inbound', inboundFlow(PLAN), inbound],
    [
      'inbound, without choices and callbacks',
      inboundFlow({ ...PLAN, languages: [en], departments: [], callback: false }),
      inbound,
    ],
    ['inbound, as large as the configuration allows', inboundFlow(largest), inbound],
    ['queue', queueFlow({ languages: [en, it], callback: true }), queueing],
    [
      'queue, as large as can be',
      queueFlow({ languages: [...languages], callback: true, placeArn: 'place' }),
      queueing,
    ],
    ['queue, without callbacks', queueFlow({ languages: [en], callback: false }), queueing],
    ['agent whisper', agentWhisperFlow([en]), { type: 'AGENT_WHISPER', endings: [] }],
    ['hold', holdFlow([...languages]), { type: 'CUSTOMER_HOLD', endings: [] }],
  ] as const)('is one that the service takes, and loses nobody: %s', (_, flow, expected) => {
    const content = flowContent(flow);
    expect(checkFlow(content, expected)).toEqual([]);
    expect(content.length).toBeLessThan(MOST_CHARACTERS);
  });
});

describe('A call', () => {
  test('S1.17 is greeted in the company’s name and goes where the caller chooses', () => {
    const { said, queue: into, voice, end } = call({ keys: ['1'] });
    expect(said).toEqual([
      'Welcome to Sunrise Bikes.',
      'For bills, press 1. For repairs, press 2. If none of these fits, press 0.',
    ]);
    expect([into, voice, end]).toEqual(['arn/queue/billing', 'Joanna', 'transfer']);
  });

  test('has two levels of choices at most', () => {
    const { said, queue: into } = call({ keys: ['2', '2'] });
    expect(said.at(-1)).toBe('For brakes, press 1. For wheels, press 2. If none of these fits, press 0.');
    expect(into).toBe('arn/queue/wheels');
  });

  test('is answered in the caller’s language', () => {
    const answers = { identify: { ...STRANGER, language: 'it' } };
    const { said, voice } = call({ answers });
    expect(said[0]).toBe('Benvenuti da Sunrise Bikes.');
    expect(said[1]).toContain('Per riparazioni, prema 2.');
    expect(voice).toBe('Bianca');
  });

  test.each([[['0']], [['2', '0']], [[null]], [['2', null]], [['9', '9']]])(
    'S4.3 gets a person by key 0, by silence and by the second wrong key',
    (keys) => {
      const answers = { identify: { ...STRANGER, queue: 'wheels' } };
      expect(call({ keys, answers })).toMatchObject({ queue: 'arn/queue/wheels', end: 'transfer' });
    },
  );

  test('says that a key was wrong, and the choices once more', () => {
    const { said, queue: into } = call({ keys: ['9', '1'] });
    expect(said.slice(2)).toEqual(['There is nothing under that key.', said[1]]);
    expect(into).toBe('arn/queue/billing');
  });

  test('S0.6 is asked nothing where there is nothing to choose', () => {
    expect(call({}, { departments: [] })).toMatchObject({
      said: ['Welcome to Sunrise Bikes.'],
      end: 'transfer',
    });
  });

  test('of a customer with an open case is recognised, and goes to that case', () => {
    const {
      said,
      queue: into,
      priority,
      attributes,
    } = call({ keys: ['1'], answers: { identify: CUSTOMER } });
    expect(said[1]).toBe('Chiama per il Suo caso aperto? Se sì, prema 1. Se no, prema 2.');
    expect([into, priority]).toEqual(['arn/queue/brakes', '2']);
    expect(attributes).toMatchObject({ about: 'case', summary: CUSTOMER.summary });
  });

  test.each([['2'], [null], ['9']])(
    'about something else than the open case is asked for the department: %j',
    (key) => {
      const { said, queue: into, attributes } = call({ keys: [key, '1'], answers: { identify: CUSTOMER } });
      expect(said[2]).toContain('Per riparazioni');
      expect([into, attributes.about]).toEqual(['arn/queue/billing', undefined]);
    },
  );

  test('of a stranger keeps nothing that nobody knows', () => {
    const { attributes } = call({ keys: ['0'] });
    expect(Object.keys(attributes)).not.toContain('customerId');
    expect(call({ answers: { identify: { ...CUSTOMER, openCase: 'no' } } }).attributes).toHaveProperty(
      'customerId',
    );
  });

  test('goes on as unknown when the caller cannot be identified', () => {
    expect(call({ answers: {} })).toMatchObject({
      queue: 'arn/queue/general',
      end: 'transfer',
      attributes: {},
    });
  });

  test('goes on when anything on the way fails', () => {
    const fails = ['remember', 'voice-en', 'greeting-en', 'menu-en', 'hours', 'hook-1', 'hook-2', 'hook-3'];
    expect(call({ fails })).toMatchObject({ end: 'transfer', queue: 'arn/queue/general' });
    expect(call({ fails: ['queue-billing'], keys: ['1'] }).queue).toBe('arn/queue/general');
  });

  test('is told the truth when there is no way into a queue', () => {
    const lost = call({ fails: ['queue-general'] });
    expect(lost.said.at(-1)).toBe('We cannot put you through right now. Goodbye.');
    expect(lost.end).toBe('end-unreachable');
  });

  test('to a queue that is not configured any more goes to the last one of the routing', () => {
    expect(call({ keys: ['0'], answers: { identify: { ...STRANGER, queue: 'gone' } } }).queue).toBe(
      'arn/queue/general',
    );
  });
});

describe('After hours', () => {
  test('S1.13 a callback is offered, and waits in the queue', () => {
    const { said, end, trail } = call({ open: false, keys: ['1', '1'] });
    expect(said.slice(-2)).toEqual([
      'We are closed right now. To be called back when we open, press 1.',
      'We will call you back at this number. Goodbye.',
    ]);
    expect(end).toBe('end-callback');
    expect(trail).toContain('callback-create');
  });

  test('who wants none hears goodbye, and who insists waits in the queue', () => {
    expect(call({ open: false, keys: ['1', null] })).toMatchObject({ end: 'end-closed' });
    expect(call({ open: false, keys: ['1', '0'] })).toMatchObject({ end: 'transfer' });
  });

  test('a number that cannot be called back is said to be one', () => {
    const { said, end } = call({ open: false, keys: ['1', '1'], dialable: false });
    expect([said.at(-1), end]).toEqual(['We cannot call this number back. Goodbye.', 'end-closed']);
  });

  test('without a number for callbacks none is promised', () => {
    const { said, end } = call({ open: false, keys: ['1'] }, { callback: false });
    expect([said.at(-1), end]).toEqual(['We are closed right now. Goodbye.', 'end-closed']);
  });
});

describe('In the queue', () => {
  const placeArn = 'place';
  const answer = (place: Readonly<Record<string, string>>) => ({ answers: { place } });

  test('the place is secured before anything else is said', () => {
    expect(waits().said[0]).toBe('Your place in the queue is secured.');
    expect(waits({ attributes: { language: 'it' } }).said[0]).toBe('Il Suo posto in coda è assicurato.');
  });

  test('then how many are ahead, and how long it takes', () => {
    const told = answer({ tells: 'ahead-and-minutes', ahead: '3', minutes: '7' });
    expect(waits(told, { placeArn }).said[1]).toBe('People ahead of you: 3 . Expected wait in minutes: 7 .');
    expect(waits(answer({ tells: 'ahead', ahead: '3' }), { placeArn }).said[1]).toBe(
      'People ahead of you: 3 .',
    );
  });

  test('S4.10 what nobody knows is said to be unknown', () => {
    const unknown = 'We do not know how long you will wait.';
    expect(waits().said[1]).toBe(unknown);
    expect(waits({}, { placeArn }).said[1]).toBe(unknown);
    expect(waits(answer({ tells: 'nothing' }), { placeArn }).said[1]).toBe(unknown);
  });

  test('S1.13 a callback is offered that keeps the place', () => {
    const { said, end } = waits({ keys: ['1'] });
    expect(said.slice(2)).toEqual([
      'To be called back without losing your place, press 1. To stay on the line, press 0.',
      'We will call you back at this number. You keep your place in the queue. Goodbye.',
    ]);
    expect(end).toBe('end-callback');
  });

  test.each([['0'], [null], ['9']])('whatever is pressed, nothing is lost: %j', (key) => {
    expect(waits({ keys: [key] })).toMatchObject({ end: 'wait-en' });
    expect(waits({ keys: ['1'], dialable: false })).toMatchObject({ end: 'wait-en' });
    expect(waits({ keys: ['1'], fails: ['callback-en-create'] })).toMatchObject({ end: 'wait-en' });
    expect(waits({ fails: ['wait-en'] })).toMatchObject({ end: 'end' });
  });

  test('the place is told again every minute, and the callback offered', () => {
    const told = answer({ tells: 'ahead', ahead: '1' });
    const { said } = waits({ ...told, pauses: 1 }, { placeArn });
    expect(said.filter((text) => text.startsWith('People'))).toHaveLength(2);
    expect(said.filter((text) => text.includes('secured'))).toHaveLength(1);
    expect(waits({ pauses: 2 }).said.filter((text) => text.startsWith('We do not know'))).toHaveLength(1);
  });
});

describe('With an agent', () => {
  test('the agent hears one sentence about the caller', () => {
    const heard = (attributes: Record<string, string>) =>
      walk(agentWhisperFlow([en, it]), { attributes }).said;
    expect(heard({ known: 'yes', summary: 'Known customer, waiting for our answer.' })).toEqual([
      'Known customer, waiting for our answer.',
    ]);
    expect(heard({})).toEqual(['Unknown caller.']);
  });

  test('the caller on hold hears so in their language and voice', () => {
    expect(walk(holdFlow([en, it]), { attributes: { language: 'it' } })).toMatchObject({
      voice: 'Bianca',
      said: ['La Sua chiamata è in attesa.'],
    });
  });

  test('what is said again and again is markup that a company’s name cannot break', () => {
    const write: SpokenLanguage['write'] = () => 'Bits & <bolts>';
    const content = flowContent(holdFlow([{ ...en, write }]));
    expect(content).toContain('Bits &amp; &lt;bolts&gt;<break');
  });
});
