import { describe, expect, test } from 'vitest';
import { itemSize } from '../../../local/dynamodb/item-size.ts';
import type { Outbox } from '../../../shared/domain/outbox.ts';
import { caseFromItem, caseToItem, storedCaseFromItem } from '../../../shared/stores/case-store.ts';
import { toAttributes } from '../../../shared/stores/table.ts';
import { ago, HOUR, openCase, resolvedCase } from '../../domain/builders.ts';
import { longestCase, longestOutbox, outboxOfMessage } from '../longest-case.ts';

const promise = { due: ago(-HOUR), warnAt: ago(0), state: 'standing' } as const;

function bytesOf(subject: Parameters<typeof caseToItem>[0], outbox: Outbox): number {
  return itemSize(JSON.parse(JSON.stringify(toAttributes(caseToItem(subject, outbox)))));
}

describe('The item of a case', () => {
  test('P4 is at most 1 KB when a message joins it, with every part as long as people make it', () => {
    expect(bytesOf(longestCase, outboxOfMessage)).toBeLessThanOrEqual(1024);
  });

  test('is at most 1.1 KB with the longest thing that any change has to tell', () => {
    expect(bytesOf(longestCase, longestOutbox)).toBeLessThanOrEqual(1100);
  });

  const earlier = { arrival: 455, agent: 'agent-2', pending: 1, nextAt: ago(0), nextPromise: promise };
  const twoOnTheirWay = openCase({ replied: { arrival: 456, agent: 'agent-1', pending: 1, earlier } });

  test.each([longestCase, twoOnTheirWay, openCase(), resolvedCase()])(
    'gives the case back as it was',
    (subject) => {
      const item = caseToItem(subject, longestOutbox);
      expect(storedCaseFromItem(item)).toEqual({ case: subject, outbox: longestOutbox });
    },
  );

  test('S3.12 stands in the work list of its queue while it is open and routed for this opening', () => {
    expect(caseToItem(longestCase, longestOutbox)).toMatchObject({
      dueList: 'work#technical-support-emea',
      dueKey: `0#2#5#${longestCase.promise?.warnAt}#${longestCase.caseId}`,
    });
    for (const subject of [openCase(), { ...longestCase, opening: 13 }]) {
      expect(caseToItem(subject, longestOutbox)).toMatchObject({ dueList: 'work#unrouted' });
    }
    const resolved = caseToItem(resolvedCase({ route: longestCase.route }), longestOutbox);
    expect(resolved).not.toHaveProperty('dueList');
  });

  test('that is no case is not taken for one', () => {
    const item = caseToItem(openCase(), longestOutbox);
    expect(() => caseFromItem({ ...item, sk: 'PROFILE' })).toThrow();
    expect(() => caseFromItem({ ...item, state: 'lost' })).toThrow();
  });
});
