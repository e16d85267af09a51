import { consumedCapacity, TableCapacity } from './capacity.ts';
import type { Table } from './table.ts';

/** Capacity of an operation on several tables. */
export class CapacityLedger {
  readonly #byTable = new Map<string, TableCapacity>();

  /** The account of one table. */
  of(table: Table): TableCapacity {
    let capacity = this.#byTable.get(table.name);
    if (capacity === undefined) {
      capacity = new TableCapacity(table.name);
      this.#byTable.set(table.name, capacity);
    }
    return capacity;
  }

  get tables(): readonly TableCapacity[] {
    return [...this.#byTable.values()];
  }

  /** The member `ConsumedCapacity` of an answer, or nothing when it was not asked for. */
  consumed(asked: string | undefined, transactional = false): { ConsumedCapacity?: readonly object[] } {
    if (asked !== 'TOTAL' && asked !== 'INDEXES') return {};
    return {
      ConsumedCapacity: this.tables.map((table) => consumedCapacity(table, asked, transactional) ?? {}),
    };
  }
}
