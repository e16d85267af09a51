import type { Case } from '../domain/case.ts';
import type { Customer } from '../domain/customer.ts';
import type { Interaction } from '../domain/interaction.ts';
import type { Marker } from '../domain/marker.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { Change } from '../domain/record-message.ts';
import { caseFromItem, caseWrite, isOwnCommit } from './case-store.ts';
import { customerFromItem, customerWrite } from './customer-store.ts';
import { interactionWrite } from './interaction-store.ts';
import { caseKey, contactPointKey, markerKey } from './keys.ts';
import { markerFromItem, markerWrite } from './marker-store.ts';
import {
  type Check,
  getItems,
  put,
  type Table,
  type TransactOutcome,
  transact,
  type Write,
} from './table.ts';

/** Everything an agent's step changes. */
export interface AgentChange {
  readonly case: { readonly previous: Case; readonly next: Case };
  readonly outbox: Outbox;
  /** Only when the case opens or closes. */
  readonly customer?: Change<Customer>;
  /** What the agent said, and the marker by which a repeated request is known. */
  readonly said?: { readonly interaction: Interaction; readonly marker: Marker };
  /** It leaves for this contact point, which must not have opted out. */
  readonly leavesFor?: string;
}

/**
 * What saving a step came to. `said-before`: the same request was saved earlier. `opted-out`: nothing may be sent to
 * that contact point. `conflict`: the case is another than was read; it comes along where it is known.
 */
export type AgentStepOutcome =
  | { readonly kind: 'saved' }
  | { readonly kind: 'said-before'; readonly marker: Marker }
  | { readonly kind: 'opted-out' }
  | { readonly kind: 'conflict'; readonly case?: Case; readonly customer?: Customer };

/** Saves an agent's step: alone where it is one item, else in one transaction. */
export async function saveAgentStep(table: Table, change: AgentChange): Promise<AgentStepOutcome> {
  const { outbox, customer, said, leavesFor } = change;
  const ofCase = caseWrite(change.case.previous, change.case.next, outbox);
  const others: readonly (Write | Check)[] = [
    ...(customer ? [customerWrite(customer.previous, customer.next)] : []),
    ...(said ? [markerWrite(said.marker, outbox.at), interactionWrite(said.interaction)] : []),
    ...(leavesFor === undefined ? [] : [notOptedOut(leavesFor)]),
  ];
  const outcome = others.length === 0 ? await put(table, ofCase) : await transact(table, [ofCase, ...others]);
  return outcomeOf(outcome, outbox.commit);
}

function notOptedOut(contactPointId: string): Check {
  return {
    label: 'contact-point',
    key: contactPointKey(contactPointId),
    condition: {
      kind: 'expression',
      expression: 'attribute_exists(pk) AND attribute_not_exists(#optedOutAt)',
      names: { '#optedOutAt': 'optedOutAt' },
    },
  };
}

function outcomeOf(outcome: TransactOutcome, commit: string): AgentStepOutcome {
  if (outcome.kind === 'applied') return { kind: 'saved' };
  if (outcome.kind === 'collided') return { kind: 'conflict' };
  const { stored } = outcome;
  const subject = stored.get('case');
  if (isOwnCommit(subject, commit)) return { kind: 'saved' };
  const marker = stored.get('marker');
  if (marker) return { kind: 'said-before', marker: markerFromItem(marker) };
  if (stored.has('contact-point')) return { kind: 'opted-out' };
  const customer = stored.get('customer');
  return {
    kind: 'conflict',
    ...(subject && { case: caseFromItem(subject) }),
    ...(customer && { customer: customerFromItem(customer) }),
  };
}

/** A case, and the marker of a request that may have been saved before, in one strongly consistent read. */
export async function readCaseAndMarker(
  table: Table,
  caseId: string,
  markerHash: string,
): Promise<{ case?: Case; marker?: Marker }> {
  const items = await getItems(table, [caseKey(caseId), markerKey(markerHash)]);
  const marker = items.find(({ sk }) => sk === 'MARKER');
  const subject = items.find((item) => item !== marker);
  return {
    ...(subject && { case: caseFromItem(subject) }),
    ...(marker && { marker: markerFromItem(marker) }),
  };
}
