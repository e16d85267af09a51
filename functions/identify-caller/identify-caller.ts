import { callerNumber, identifyCaller } from '../../shared/domain/identify-caller.ts';
import { contactPointIdOf } from '../../shared/domain/identity.ts';
import { readCaller } from '../../shared/stores/caller-store.ts';
import { chooseLanguage } from '../../shared/texts/language.ts';
import type { Call } from './connect-event.ts';
import type { IdentifyCallerDependencies } from './dependencies.ts';

/** What the flow gets: text only, for that is all it can compare and keep. */
export interface CallerAnswer {
  readonly known: 'yes' | 'no';
  /** One of the languages flows speak. */
  readonly language: string;
  readonly queue: string;
  readonly priority: string;
  readonly openCase: 'yes' | 'no';
  /** One sentence for the agent, in the first language that is spoken. It names nobody: contact records keep it. */
  readonly summary: string;
  /** ISO time at which the call came: the caller's place in the queue counts from here. */
  readonly arrivedAt: string;
  /** When known. */
  readonly customerId?: string;
  /** With an open case, as are the next two. */
  readonly caseId?: string;
  readonly caseQueue?: string;
  readonly casePriority?: string;
}

/**
 * Who calls, while they hear the line ring. It only reads, so Connect may ask again. A number shows who it may be and
 * proves nothing: nothing of the customer is said to the caller.
 */
export async function answerFlow(
  call: Call,
  dependencies: IdentifyCallerDependencies,
): Promise<CallerAnswer> {
  const { table, routing, languages, sharedNumbers, writeForAgents, now, log } = dependencies;
  const arrivedAt = now().toISOString();
  const number = callerNumber(call.from, sharedNumbers);
  const { customer, cases } =
    number === undefined
      ? { customer: undefined, cases: [] }
      : await readCaller(table, contactPointsOf(number));
  const caller = identifyCaller({ account: call.to, customer, cases, now: arrivedAt }, routing);
  const { standing, customerId, queue, priority, openCase } = caller;
  log('TL3012', { customerId, caseId: openCase?.caseId, reason: standing });
  return {
    known: customer ? 'yes' : 'no',
    language: chooseLanguage({ profile: customer?.language, supported: languages }),
    queue,
    priority: String(priority),
    openCase: openCase ? 'yes' : 'no',
    summary: writeForAgents(`voice.agent.${standing}`),
    arrivedAt,
    ...(customerId !== undefined && { customerId }),
    ...(openCase && {
      caseId: openCase.caseId,
      caseQueue: openCase.queue,
      casePriority: String(openCase.priority),
    }),
  };
}

/** Who has called from a number before is known by it; else, who has written an SMS from it. */
function contactPointsOf(address: string): string[] {
  return (['voice', 'sms'] as const).map((channel) => contactPointIdOf({ channel, address }));
}
