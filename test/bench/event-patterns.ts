import { performance } from 'node:perf_hooks';
import { compilePattern, RuleSet } from '../../shared/event-pattern/index.ts';

/** One line of the bench. */
export interface PatternFigure {
  readonly id: 'P6';
  readonly value: number;
  readonly unit: 'events/s';
  readonly limit: number;
  readonly ok: boolean;
  readonly detail: string;
}

const LIMIT = 50_000;
const EVENTS = 20_000;
const CHANNELS = ['sms', 'email', 'voice', 'webchat', 'whatsapp', 'kiosk'];

/** Ten operators in equal parts, so that 300 rules hold 30 of each; about one rule in five also names the channel. */
const OPERATORS: readonly ((n: number) => object)[] = [
  (n) => ({ subject: [`subject-${n}`] }),
  (n) => ({ subject: [{ prefix: `subject-${n}` }] }),
  (n) => ({ file: [{ suffix: `-${n}.pdf` }] }),
  (n) => ({ subject: [{ 'equals-ignore-case': `SUBJECT-${n}` }] }),
  (n) => ({ subject: [{ 'anything-but': [`subject-${n}`] }], score: [{ numeric: ['=', n] }] }),
  (n) => ({ score: [{ numeric: ['>=', n, '<', n + 2] }] }),
  (n) => ({ address: [{ cidr: `10.${n % 250}.0.0/16` }] }),
  (n) => ({ [`extra-${n % 40}`]: [{ exists: true }], score: [{ numeric: ['<', n] }] }),
  (n) => ({ file: [{ wildcard: `folder-${n}/*.pdf` }] }),
  (n) => ({ $or: [{ queue: [`queue-${n}`] }, { score: [n, n + 1_000] }] }),
];

/** 300 rules of ten operators in equal parts. */
function mixedPatterns(): object[] {
  return Array.from({ length: 300 }, (_, n) => {
    const detail = OPERATORS[n % OPERATORS.length]?.(n) ?? {};
    return {
      source: ['throughline'],
      detail: n % 5 === 0 ? { ...detail, channel: [CHANNELS[n % CHANNELS.length]] } : detail,
    };
  });
}

/** 1,000 rules that all demand the same source and type, told apart by an exact field, a prefix or a number. */
function sharedFieldPatterns(): object[] {
  return Array.from({ length: 1_000 }, (_, n) => ({
    source: ['throughline'],
    'detail-type': ['CaseOpened'],
    detail: [
      { queue: [`queue-${n}`] },
      { subject: [{ prefix: `subject-${n}-` }] },
      { score: [{ numeric: ['>=', n, '<', n + 1] }] },
    ][n % 3],
  }));
}

/** JSON of an event as the bus carries it; parsed anew for every match, so no event object is met twice. */
function eventJson(n: number): string {
  return JSON.stringify({
    version: '0',
    id: `id-${n}`,
    'detail-type': n % 4 === 0 ? 'CaseRouted' : 'CaseOpened',
    source: n % 10 === 0 ? 'somebody-else' : 'throughline',
    account: '123456789012',
    time: '2026-11-22T02:16:05Z',
    region: 'eu-central-1',
    resources: [],
    detail: {
      customerId: `customer-${n % 5_000}`,
      caseId: `customer-${n % 5_000}-${n % 7}`,
      channel: CHANNELS[n % CHANNELS.length],
      queue: `queue-${(n * 7) % 1_500}`,
      subject: `subject-${(n * 13) % 1_500}-x`,
      score: (n * 17) % 1_500,
      file: `folder-${n % 450}/report-${(n * 3) % 450}.pdf`,
      address: `10.${n % 256}.${n % 13}.9`,
      [`extra-${n % 60}`]: true,
    },
  });
}

function measure(name: string, patterns: readonly object[]): PatternFigure {
  const rules = new RuleSet(patterns.map((json, value) => ({ pattern: compilePattern(json), value })));
  const texts = Array.from({ length: EVENTS }, (_, n) => eventJson(n));
  const round = (): { seconds: number; matches: number; matchingEvents: number } => {
    const events: unknown[] = texts.map((text) => JSON.parse(text));
    let matches = 0;
    let matchingEvents = 0;
    const start = performance.now();
    for (const event of events) {
      const found = rules.match(event).length;
      matches += found;
      if (found > 0) matchingEvents += 1;
    }
    return { seconds: (performance.now() - start) / 1_000, matches, matchingEvents };
  };
  round();
  const rounds = [round(), round(), round(), round(), round()].sort((a, b) => a.seconds - b.seconds);
  const median = rounds[2] ?? round();
  const value = Math.round(EVENTS / median.seconds);
  const share = Math.round((median.matchingEvents / EVENTS) * 100);
  return {
    id: 'P6',
    value,
    unit: 'events/s',
    limit: LIMIT,
    ok: value >= LIMIT,
    detail: `${name}; ${EVENTS} fresh events, ${share} % match, ${(median.matches / EVENTS).toFixed(2)} rules each; median of 5 rounds`,
  };
}

/** P6: events a second against 300 rules of mixed operators, and against 1,000 rules that share exact fields. */
export function benchEventPatterns(): PatternFigure[] {
  return [
    measure('300 rules, 30 each of ten operators', mixedPatterns()),
    measure('1,000 rules that share source and detail-type', sharedFieldPatterns()),
  ];
}

if (import.meta.main) for (const figure of benchEventPatterns()) console.log(JSON.stringify(figure));
