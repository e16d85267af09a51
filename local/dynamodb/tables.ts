import type { CallContext, Permission } from '../core/service.ts';
import { AwsError } from '../core/service.ts';
import { isRecord } from './attribute-value.ts';
import type { Table } from './table.ts';
import { tableArn } from './table-resource.ts';

/** The tables of a cloud, by name; requests may give an ARN instead. */
export class Tables {
  readonly #byName = new Map<string, Table>();

  add(table: Table): void {
    if (this.#byName.has(table.name))
      throw new Error(`Two resources want a DynamoDB table named ${table.name}.`);
    this.#byName.set(table.name, table);
  }

  find(nameOrArn: string): Table | undefined {
    return this.#byName.get(nameOrArn.replace(/^arn:[^/]*:table\//, ''));
  }

  /** Throws ResourceNotFoundException. */
  get(nameOrArn: string): Table {
    const table = this.find(nameOrArn);
    if (table === undefined) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    return table;
  }

  all(): Table[] {
    return [...this.#byName.values()];
  }

  /**
   * What a caller needs to do `action` on a table: the action itself and, where a customer-managed key encrypts the
   * table, the use of that key.
   *
   * @param keyed keys or whole items, as far as the request names any
   * @param indexName where the call is about an index
   */
  permissions(
    action: string,
    nameOrArn: unknown,
    { cloud }: CallContext,
    keyed: readonly unknown[] = [],
    indexName?: string,
  ): Permission[] {
    const name = typeof nameOrArn === 'string' ? nameOrArn : '*';
    const leading = this.#leadingKeys(name, keyed, indexName);
    const wanted = {
      action: `dynamodb:${action}`,
      resource: tableArn(cloud, name) + (indexName ? `/index/${indexName}` : ''),
      ...(leading.length > 0 && { context: { 'dynamodb:LeadingKeys': leading } }),
    };
    const key = this.find(name)?.definition.kmsKeyArn;
    return key === undefined ? [wanted] : [wanted, keyUse(key, cloud.region)];
  }

  #leadingKeys(name: string, keyed: readonly unknown[], indexName?: string): string[] {
    const table = this.find(name);
    const { schema } = (indexName === undefined ? table?.definition : table?.index(indexName)) ?? {};
    if (schema === undefined) return [];
    const { partition } = schema;
    return keyed.flatMap((key) => {
      const value = isRecord(key) ? key[partition.name] : undefined;
      const text = isRecord(value) ? value[partition.type] : undefined;
      return text === undefined ? [] : [String(text)];
    });
  }
}

/** The use of the key that encrypts a table, in the caller's name. */
export function keyUse(key: string, region: string): Permission {
  return {
    action: 'kms:Decrypt',
    resource: key,
    context: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` },
  };
}
