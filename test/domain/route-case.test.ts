import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routingTable } from '../../functions/route-case/routing-table.ts';
import type { RoutingRule } from '../../shared/config/config.ts';
import { chooseRoute, factsOf, routeCase } from '../../shared/domain/route-case.ts';
import { customer, NOW, openCase, resolvedCase, route } from './builders.ts';

const queues = [{ id: 'general', name: 'General' }];

function rule(name: string, when?: RoutingRule['when'], overrides: Partial<RoutingRule> = {}): RoutingRule {
  return {
    name,
    ...(when && { when }),
    queue: name,
    priority: 5,
    skills: [],
    destination: 'connect-task',
    ...overrides,
  };
}

const table = routingTable({
  queues,
  routing: [
    rule('premium', { preferred: [true] }, { priority: 1, skills: ['premium'] }),
    rule('contract', { contract: [{ exists: true }] }),
    rule('spanish', { language: [{ prefix: 'es' }], channel: ['sms'] }),
    rule('rest'),
  ],
});

function queueFor(who: object, subject: object = {}) {
  return chooseRoute(factsOf(openCase(subject), customer(who)), table).queue;
}

describe('The routing table', () => {
  test('S3.12 sends cases to queues by preferred status, contract and language, first match first', () => {
    expect(queueFor({ preferred: true, contract: 'gold' })).toBe('premium');
    expect(queueFor({ preferred: false, contract: 'gold', language: 'es' })).toBe('contract');
    expect(queueFor({ language: 'es-MX' })).toBe('spanish');
    expect(queueFor({ language: 'es-MX' }, { channel: 'email' })).toBe('rest');
    expect(queueFor({})).toBe('rest');
  });

  test('gives the rule and the reason with the route', () => {
    expect(chooseRoute(factsOf(openCase(), customer({ preferred: true })), table)).toEqual({
      queue: 'premium',
      priority: 1,
      skills: ['premium'],
      destination: 'connect-task',
      rule: 'premium',
      reason: '“premium” is the first routing rule that matched.',
    });
  });

  test('S3.7 routes a case whose customer nobody knows', () => {
    expect(chooseRoute(factsOf(openCase(), undefined), table).queue).toBe('rest');
  });

  test('that takes no case falls back to the first queue, and says so', () => {
    const strict = routingTable({ queues, routing: [rule('never', { channel: ['forum'] })] });
    expect(chooseRoute(factsOf(openCase(), undefined), strict)).toMatchObject({
      queue: 'general',
      rule: 'fallback',
      reason: 'No routing rule matched.',
    });
  });

  test('without a queue is refused', () => {
    expect(() => routingTable({ queues: [], routing: [] })).toThrow('The configuration names no queue.');
  });

  const anyRule = fc.record({
    name: fc.string({ minLength: 1 }),
    when: fc.option(
      fc.record({
        channel: fc.subarray(['sms', 'email', 'forum'], { minLength: 1 }),
        opening: fc.constant([1]),
      }),
      { nil: undefined },
    ),
  });

  test('S3.12 whatever its rules, always gives a route, and the first that matches', () => {
    fc.assert(
      fc.property(
        fc.array(anyRule, { maxLength: 8 }),
        fc.constantFrom('sms' as const, 'voice' as const),
        (rules, channel) => {
          const routing = rules.map(({ name, when }, index) => rule(name, when, { queue: `queue-${index}` }));
          const chosen = chooseRoute(
            factsOf(openCase({ channel }), undefined),
            routingTable({ queues, routing }),
          );
          const first = rules.findIndex(({ when }) => when === undefined || when.channel.includes(channel));
          expect(chosen.queue).toBe(first === -1 ? 'general' : `queue-${first}`);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('Routing an opening of a case', () => {
  const request = { customer: customer(), opening: 1, now: NOW };

  test('records the route and tells it', () => {
    const outcome = routeCase({ ...request, case: openCase() }, table);
    expect(outcome).toMatchObject({
      kind: 'changed',
      case: { route: { sequence: 1, opening: 1, queue: 'rest', at: NOW }, version: 4 },
      events: [{ type: 'CaseRouted' }],
    });
  });

  test('again changes nothing, whether the event comes twice or late', () => {
    expect(routeCase({ ...request, case: openCase({ route: route() }) }, table)).toMatchObject({
      because: 'routed-before',
    });
    const further = openCase({ opening: 2, route: route({ opening: 2 }) });
    expect(routeCase({ ...request, case: further }, table)).toMatchObject({ because: 'routed-before' });
    expect(routeCase({ ...request, case: openCase({ opening: 2 }) }, table)).toMatchObject({
      because: 'opened-again-meanwhile',
    });
  });

  test('is left out when the case was resolved meanwhile', () => {
    expect(routeCase({ ...request, case: resolvedCase() }, table)).toMatchObject({
      because: 'resolved-meanwhile',
    });
  });

  test('of a reopened case supersedes the older route', () => {
    const reopened = openCase({ opening: 2, route: route() });
    expect(routeCase({ ...request, opening: 2, case: reopened }, table)).toMatchObject({
      case: { route: { sequence: 2, opening: 2 } },
    });
  });
});
