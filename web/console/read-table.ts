import type { OwnedCloud } from '../../local/index.ts';
import type { Case } from '../../shared/domain/case.ts';
import type { ContactPoint } from '../../shared/domain/contact-point.ts';
import type { HandOver } from '../../shared/domain/hand-over.ts';
import type { Interaction } from '../../shared/domain/interaction.ts';
import { caseFromItem } from '../../shared/stores/case-store.ts';
import { contactPointFromItem } from '../../shared/stores/contact-point-store.ts';
import { HAND_OVER_PREFIX, handOverFromItem } from '../../shared/stores/hand-over-store.ts';
import { interactionFromItem } from '../../shared/stores/interaction-store.ts';
import { CASE_PREFIX, THREAD_PREFIX } from '../../shared/stores/keys.ts';
import { fromAttributes, type Item } from '../../shared/stores/table.ts';
import { type Attributes, scanTable } from './aws-calls.ts';

/** Everything the table holds that the console shows. */
export interface TableContents {
  readonly cases: ReadonlyMap<string, Case>;
  readonly contactPoints: ReadonlyMap<string, ContactPoint>;
  readonly interactions: readonly Interaction[];
  readonly handOvers: readonly HandOver[];
}

/** Reads the whole table as a developer at the AWS endpoint would; fine for the few items of one machine. */
export async function readTable(cloud: OwnedCloud): Promise<TableContents> {
  const items = (await scanTable(cloud)).map((attributes: Attributes) => fromAttributes(attributes));
  const byKey = (of: 'pk' | 'sk', prefix: string) =>
    items.filter((item) => keyOf(item, of).startsWith(prefix));
  return {
    cases: new Map(
      byKey('sk', CASE_PREFIX)
        .map(caseFromItem)
        .map((each) => [each.caseId, each]),
    ),
    contactPoints: new Map(
      byKey('pk', 'contact-point#')
        .map(contactPointFromItem)
        .map((each) => [each.contactPointId, each]),
    ),
    interactions: byKey('sk', THREAD_PREFIX).map(interactionFromItem),
    handOvers: byKey('pk', HAND_OVER_PREFIX).map(handOverFromItem),
  };
}

const keyOf = (item: Item, name: 'pk' | 'sk') => String(item[name] ?? '');
