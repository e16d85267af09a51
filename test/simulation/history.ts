import type { OwnedCloud } from '../../local/index.ts';
import { fromAttributes, type Item } from '../../shared/stores/table.ts';

/** One committed change of one item, in the order of the commits. */
export interface Commit {
  /** Grows with every change of the table; those of one transaction follow each other. */
  readonly sequence: number;
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

interface Read {
  readonly Records: readonly {
    readonly dynamodb: {
      readonly NewImage?: Parameters<typeof fromAttributes>[0];
      readonly OldImage?: Parameters<typeof fromAttributes>[0];
      readonly SequenceNumber: string;
    };
  }[];
  readonly NextShardIterator: string;
}

/** Reads all that ever changed in a table from its stream, which keeps a day: call `catchUp` more often than that. */
export class History {
  readonly #cloud: OwnedCloud;
  readonly #commits: Commit[] = [];
  #iterators: string[] = [];

  constructor(cloud: OwnedCloud) {
    this.#cloud = cloud;
  }

  async open(streamArn: string): Promise<void> {
    const { StreamDescription } = await this.#call<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
      'DescribeStream',
      { StreamArn: streamArn },
    );
    for (const { ShardId } of StreamDescription.Shards) {
      const input = { StreamArn: streamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
      const { ShardIterator } = await this.#call<{ ShardIterator: string }>('GetShardIterator', input);
      this.#iterators.push(ShardIterator);
    }
  }

  async catchUp(): Promise<void> {
    const next: string[] = [];
    for (let iterator of this.#iterators) {
      for (;;) {
        const { Records, NextShardIterator } = await this.#call<Read>('GetRecords', {
          ShardIterator: iterator,
        });
        iterator = NextShardIterator;
        for (const { dynamodb } of Records) this.#commits.push(commitOf(dynamodb));
        if (Records.length === 0) break;
      }
      next.push(iterator);
    }
    this.#iterators = next;
  }

  /** All changes so far, in the order of the commits. */
  commits(): readonly Commit[] {
    return this.#commits.toSorted((a, b) => a.sequence - b.sequence);
  }

  async #call<Output>(operation: string, input: unknown): Promise<Output> {
    return (await this.#cloud.call('dynamodb', operation, input, { kind: 'developer' })) as Output;
  }
}

function commitOf({ NewImage, OldImage, SequenceNumber }: Read['Records'][number]['dynamodb']): Commit {
  const after = NewImage && fromAttributes(NewImage);
  const before = OldImage && fromAttributes(OldImage);
  const { pk, sk } = after ?? before ?? {};
  return { sequence: Number(SequenceNumber.slice(1)), key: `${pk} ${sk}`, before, after };
}
