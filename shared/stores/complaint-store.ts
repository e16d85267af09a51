import type { RecordedComplaint } from '../domain/complaint.ts';
import { caseWrite, isOwnCommit } from './case-store.ts';
import { contactPointWrite } from './contact-point-store.ts';
import { interactionWrite } from './interaction-store.ts';
import { put, type Table, transact } from './table.ts';

/** Writes a complaint: all of it or nothing. `known`: it stood there already. */
export async function saveComplaint(
  table: Table,
  { interaction, optsOut }: RecordedComplaint,
  { at, commit }: { readonly at: string; readonly commit: string },
): Promise<'saved' | 'known' | 'conflict'> {
  const shown = interactionWrite(interaction);
  const outcome = optsOut
    ? await transact(table, [
        shown,
        contactPointWrite(optsOut.contactPoint.previous, optsOut.contactPoint.next),
        caseWrite(optsOut.case.previous, optsOut.case.next, { commit, at, events: optsOut.events }),
      ])
    : await put(table, shown);
  if (outcome.kind === 'applied') return 'saved';
  if (outcome.kind === 'collided') return 'conflict';
  if (isOwnCommit(outcome.stored.get('case'), commit)) return 'saved';
  return outcome.stored.has('interaction') ? 'known' : 'conflict';
}
