import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Case } from '../../shared/domain/case.ts';
import { claimCase, releaseCase } from '../../shared/domain/claim.ts';
import {
  CASE_STEPS,
  type CaseOutcome,
  type CaseStep,
  stateRefusal,
  step,
} from '../../shared/domain/lifecycle.ts';
import { queueReply, replyFailed, replySent } from '../../shared/domain/reply.ts';
import { noteOnCase, reopenCase, resolveCase } from '../../shared/domain/resolution.ts';
import {
  ago,
  CUSTOMER_ID,
  claimedCase,
  customer,
  HOUR,
  NOW,
  openCase,
  reply,
  resolvedCase,
} from './builders.ts';

const agent = 'agent-1';
const by = (subject: Case, who = agent) => ({ case: subject, agent: who, now: NOW, claimMinutes: 15 });
const until = ago(-15 * 60_000);

function caseAfter(outcome: CaseOutcome): Case {
  if (outcome.kind !== 'changed') throw new Error(`the step was ${outcome.kind}`);
  return outcome.case;
}

function refusalOf(outcome: CaseOutcome) {
  return outcome.kind === 'refused' ? outcome.refusal : undefined;
}

describe('A claim', () => {
  test('is taken on an open case and told', () => {
    const outcome = claimCase(by(openCase()));
    expect(outcome).toMatchObject({
      case: { claim: { agent, until }, version: 4 },
      events: [{ type: 'CaseClaimed' }],
    });
  });

  test('S2.4 is refused while another agent holds it, with who and until when', () => {
    const held = claimedCase({}, 'agent-2');
    expect(refusalOf(claimCase(by(held)))).toMatchObject({
      reason: 'claimed-by-another',
      agent: 'agent-2',
      until: ago(-HOUR),
    });
  });

  test('lapses when its holder stays silent', () => {
    const silent = openCase({ claim: { agent: 'agent-2', until: NOW } });
    expect(caseAfter(claimCase(by(silent))).claim).toEqual({ agent, until });
  });

  test('taken again is longer, and not told again', () => {
    expect(claimCase(by(claimedCase()))).toMatchObject({ case: { claim: { agent, until } }, events: [] });
  });

  test('is given back by its holder or taken by a supervisor, not by others', () => {
    expect(caseAfter(releaseCase(by(claimedCase()))).claim).toBeUndefined();
    expect(refusalOf(releaseCase(by(claimedCase({}, 'agent-2'))))?.reason).toBe('claimed-by-another');
    expect(releaseCase({ ...by(claimedCase({}, 'agent-2')), supervisor: true })).toMatchObject({
      events: [{ type: 'CaseReleased', agent: 'agent-2' }],
    });
    expect(releaseCase(by(openCase())).kind).toBe('unchanged');
  });

  test('W6 is refused to who resolved it to the customer’s displeasure, until the promise is at risk', () => {
    const promise = { due: ago(-2 * HOUR), warnAt: ago(-HOUR), state: 'standing' } as const;
    const kept = openCase({ avoidAgent: agent, waitingSince: NOW, promise });
    const refusal = { reason: 'for-another-agent', until: ago(-HOUR) };
    expect(refusalOf(claimCase(by(kept)))).toMatchObject(refusal);
    expect(refusalOf(resolveCase({ ...by(kept), customer: customer() }))).toMatchObject(refusal);
    expect(claimCase(by(kept, 'agent-2')).kind).toBe('changed');
    expect(claimCase({ ...by(kept), supervisor: true }).kind).toBe('changed');
    expect(claimCase({ ...by(kept), now: ago(-HOUR) }).kind).toBe('changed');
    const unpromised = openCase({ avoidAgent: agent, waitingSince: NOW });
    expect(refusalOf(claimCase(by(unpromised)))).toMatchObject({ until: ago(-4 * HOUR) });
    const again = resolveCase({ ...by(kept, 'agent-2'), customer: customer() });
    expect(caseAfter(again).avoidAgent).toBeUndefined();
  });

  test('is refused on a resolved case', () => {
    expect(refusalOf(claimCase(by(resolvedCase())))?.reason).toBe('case-resolved');
  });
});

describe('A reply', () => {
  const answer = (subject: Case, overrides: object = {}) =>
    queueReply({ ...by(subject), reply: reply(), ...overrides });

  test('of the holder to the newest arrival is queued, extends the claim and is told', () => {
    const outcome = answer(claimedCase());
    expect(outcome).toMatchObject({
      case: {
        replied: { arrival: 1, agent, pending: 1 },
        claim: { until },
        answered: 0,
        waitingSince: ago(HOUR),
      },
      events: [{ type: 'ReplyQueued', answers: 1, agent }],
    });
  });

  test('S2.4 W5 needs the claim', () => {
    expect(refusalOf(answer(openCase()))?.reason).toBe('claim-needed');
    expect(refusalOf(answer(claimedCase({}, 'agent-2')))?.reason).toBe('claimed-by-another');
  });

  test('is refused when the customer has written again', () => {
    expect(refusalOf(answer(claimedCase({ arrivals: 3 })))).toMatchObject({
      reason: 'newer-arrival',
      newest: 3,
    });
  });

  test('to an arrival that never came is refused', () => {
    expect(refusalOf(answer(claimedCase({ arrivals: 0 })))?.reason).toBe('no-such-arrival');
  });

  test('is refused to a customer who has opted out', () => {
    expect(refusalOf(answer(claimedCase(), { optedOut: true }))?.reason).toBe('opted-out');
  });

  test('R5 of a second agent to the same arrival is refused, on its way or sent', () => {
    const replied = { arrival: 1, agent: 'agent-2', pending: 1 };
    expect(refusalOf(answer(claimedCase({ replied })))).toMatchObject({
      reason: 'already-answered',
      agent: 'agent-2',
    });
    expect(refusalOf(answer(claimedCase({ replied, answered: 1 })))?.reason).toBe('already-answered');
    expect(answer(claimedCase({ replied: { arrival: 1, agent, pending: 1 } })).kind).toBe('changed');
  });

  test('may add to what another agent has answered when the agent says so, once that has left', () => {
    const replied = { arrival: 1, agent: 'agent-2', pending: 1 };
    expect(answer(claimedCase({ replied, answered: 1 }), { followUp: true }).kind).toBe('changed');
    expect(answer(claimedCase({ replied }), { followUp: true }).kind).toBe('refused');
    // Its agent may have gone home with the outcome unknown: then a supervisor decides.
    expect(answer(claimedCase({ replied }), { followUp: true, supervisor: true }).kind).toBe('changed');
    expect(answer(claimedCase({ replied }), { supervisor: true }).kind).toBe('refused');
  });

  test('meets the promise once it is sent', () => {
    const sent = caseAfter(replySent({ case: caseAfter(answer(claimedCase())), reply: reply(), now: NOW }));
    expect(sent.answered).toBe(1);
    expect(sent.waitingSince).toBeUndefined();
  });

  test('leaves the customer waiting since the arrival that came after it', () => {
    const replied = { arrival: 1, agent, pending: 1, nextAt: ago(5) };
    const sent = caseAfter(
      replySent({ case: claimedCase({ arrivals: 2, replied }), reply: reply(), now: NOW }),
    );
    expect(sent).toMatchObject({
      answered: 1,
      waitingSince: ago(5),
      replied: { arrival: 1, agent, pending: 0 },
    });
    expect(sent.replied?.nextAt).toBeUndefined();
  });

  test('that failed frees the arrival for every agent; one whose outcome is unknown does not', () => {
    const queued = caseAfter(answer(claimedCase()));
    const sender = { case: queued, reply: reply(), now: NOW };
    expect(caseAfter(replyFailed(sender, 'failed', 'refused')).replied).toBeUndefined();
    expect(caseAfter(replyFailed(sender, 'unknown', 'no-answer')).replied).toEqual({
      arrival: 1,
      agent,
      pending: 1,
    });
  });
});

describe('A resolution', () => {
  const resolve = (subject: Case, overrides: object = {}) =>
    resolveCase({ ...by(subject), customer: customer(), ...overrides });

  test('answers every arrival, ends the claim and takes the case off the open ones', () => {
    const outcome = resolve(claimedCase({ arrivals: 2 }));
    expect(outcome).toMatchObject({
      case: { state: 'resolved', resolvedAt: NOW, resolvedBy: agent, answered: 2 },
      customer: { openCases: [], version: 2 },
      events: [{ type: 'CaseResolved' }],
    });
    expect(caseAfter(outcome)).toMatchObject({ claim: undefined, waitingSince: undefined });
  });

  test('is refused while another agent holds the claim, unless a supervisor resolves', () => {
    const held = claimedCase({}, 'agent-2');
    expect(refusalOf(resolve(held))?.reason).toBe('claimed-by-another');
    expect(resolve(held, { supervisor: true }).kind).toBe('changed');
  });

  test('is refused when the customer wrote something the agent has not seen', () => {
    expect(refusalOf(resolve(openCase({ arrivals: 2 }), { seen: 1 }))).toMatchObject({ newest: 2 });
  });

  test('asked for again by the same agent changes nothing', () => {
    expect(resolve(resolvedCase()).kind).toBe('unchanged');
    expect(refusalOf(resolveCase({ ...by(resolvedCase(), 'agent-2'), customer: customer() }))?.reason).toBe(
      'case-resolved',
    );
  });

  test('is undone by a reopening, for another routing', () => {
    const outcome = reopenCase({ ...by(resolvedCase()), customer: customer({ openCases: [] }) });
    expect(outcome).toMatchObject({
      case: { state: 'open', opening: 2 },
      customer: { openCases: [`${CUSTOMER_ID}-1`] },
      events: [{ type: 'CaseReopened', reason: 'agent' }],
    });
    expect(refusalOf(reopenCase({ ...by(openCase()), customer: customer() }))?.reason).toBe('case-open');
  });
});

describe('A note', () => {
  test('S1.25 is possible in any state and extends only the writer’s own claim', () => {
    expect(noteOnCase(by(resolvedCase())).kind).toBe('changed');
    expect(caseAfter(noteOnCase(by(claimedCase()))).claim).toEqual({ agent, until });
    expect(caseAfter(noteOnCase(by(claimedCase({}, 'agent-2')))).claim?.until).toBe(ago(-HOUR));
  });
});

describe('The table of steps', () => {
  const names = Object.keys(CASE_STEPS) as CaseStep[];

  test('is what every step obeys', () => {
    for (const name of names) {
      for (const subject of [openCase(), resolvedCase()]) {
        if (stateRefusal(name, subject)) {
          expect(() => step(name, subject, {})).toThrow();
        } else {
          const { to } = CASE_STEPS[name];
          expect(step(name, subject, {}).state).toBe(to === 'same' ? subject.state : to);
        }
      }
    }
  });
});

describe('Whatever two agents do, in any order', () => {
  const anyDeed = fc.record({
    deed: fc.constantFrom('reply', 'reply and release', 'sent', 'failed', 'arrive', 'wait'),
    who: fc.constantFrom('agent-1', 'agent-2'),
  });

  test('S2.4 R5 no arrival is answered by both', () => {
    fc.assert(
      fc.property(fc.array(anyDeed, { maxLength: 40 }), (deeds) => {
        let subject = openCase();
        let now = Date.parse(NOW);
        const onTheirWay: { agent: string; answers: number }[] = [];
        const answeredBy = new Map<number, Set<string>>();
        for (const { deed, who } of deeds) {
          now += deed === 'wait' ? 20 * 60_000 : 1000;
          const request = { case: subject, agent: who, now: new Date(now).toISOString(), claimMinutes: 15 };
          const outcome = carryOut(deed, request);
          if (outcome?.kind === 'changed') subject = outcome.case;
        }
        for (const agents of answeredBy.values()) expect(agents.size).toBe(1);

        function carryOut(deed: string, request: ReturnType<typeof by>): CaseOutcome | undefined {
          if (deed === 'arrive') subject = step('arrive', subject, { arrivals: subject.arrivals + 1 });
          if (deed.startsWith('reply')) {
            const facts = reply({ agent: request.agent, answers: subject.arrivals });
            const claimed = claimCase(request);
            if (claimed.kind !== 'changed') return claimed;
            const outcome = queueReply({ ...request, case: claimed.case, reply: facts });
            if (outcome.kind !== 'changed') return outcome;
            onTheirWay.push(facts);
            return deed === 'reply' ? outcome : releaseCase({ ...request, case: outcome.case });
          }
          const next = deed === 'sent' || deed === 'failed' ? onTheirWay.shift() : undefined;
          if (!next) return undefined;
          const sender = { case: subject, reply: reply(next), now: request.now };
          if (deed === 'failed') return replyFailed(sender, 'failed', 'refused');
          answeredBy.set(next.answers, (answeredBy.get(next.answers) ?? new Set()).add(next.agent));
          return replySent(sender);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
