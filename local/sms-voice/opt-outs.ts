import * as z from 'zod';
import type { Operation } from '../core/service.ts';
import { invalid, notFound, parse } from './errors.ts';
import { E164, withPlus } from './phone-number.ts';
import { type OptedOut, type OptOutList, optOutListOf, type Store } from './store.ts';

const number = z.string().max(20).regex(E164, 'is no phone number in E.164').transform(withPlus);
const oneInput = z.strictObject({ OptOutListName: z.string(), OptedOutNumber: number });

/** A program may take a number off a list once in this time. */
const TAKE_OFF_INTERVAL_MS = 30 * 24 * 3_600_000;

export function putOptedOutNumber(store: Store): Operation {
  return {
    permissions: (input) => [onList(store, 'PutOptedOutNumber', parse(oneInput, input).OptOutListName)],
    run(input, { cloud }) {
      const { OptOutListName, OptedOutNumber } = parse(oneInput, input);
      const list = optOutListOf(store, OptOutListName);
      const known = list.numbers.get(OptedOutNumber);
      const entry = known ?? { number: OptedOutNumber, at: cloud.clock.now(), byEndUser: false };
      list.numbers.set(OptedOutNumber, entry);
      return { ...listed(list), ...described(entry) };
    },
  };
}

export function deleteOptedOutNumber(store: Store): Operation {
  return {
    permissions: (input) => [onList(store, 'DeleteOptedOutNumber', parse(oneInput, input).OptOutListName)],
    run(input, { cloud }) {
      const { OptOutListName, OptedOutNumber } = parse(oneInput, input);
      const list = optOutListOf(store, OptOutListName);
      const entry = list.numbers.get(OptedOutNumber);
      if (!entry) throw notFound('opted-out-number', OptedOutNumber);
      const now = cloud.clock.now();
      if (now - (list.takenOff.get(OptedOutNumber) ?? Number.NEGATIVE_INFINITY) < TAKE_OFF_INTERVAL_MS) {
        throw invalid('PHONE_NUMBER_CANNOT_BE_OPTED_IN');
      }
      list.numbers.delete(OptedOutNumber);
      list.takenOff.set(OptedOutNumber, now);
      return { ...listed(list), ...described(entry) };
    },
  };
}

const describeInput = z.strictObject({
  OptOutListName: z.string(),
  OptedOutNumbers: z.array(number).max(5).optional(),
  Filters: z
    .array(
      z.strictObject({ Name: z.literal('end-user-opted-out'), Values: z.array(z.enum(['true', 'false'])) }),
    )
    .default([]),
  NextToken: z.string().optional(),
  MaxResults: z.number().int().min(1).max(100).default(100),
});

export function describeOptedOutNumbers(store: Store): Operation {
  return {
    permissions: (input) => [
      onList(store, 'DescribeOptedOutNumbers', parse(describeInput, input).OptOutListName),
    ],
    run(input) {
      const {
        OptOutListName,
        OptedOutNumbers,
        Filters,
        NextToken = '',
        MaxResults,
      } = parse(describeInput, input);
      const list = optOutListOf(store, OptOutListName);
      for (const asked of OptedOutNumbers ?? []) {
        if (!list.numbers.has(asked)) throw notFound('opted-out-number', asked);
      }
      const found = [...list.numbers.values()]
        .filter((entry) => OptedOutNumbers?.includes(entry.number) ?? true)
        .filter((entry) =>
          Filters.every(({ Values }) => Values.some((value) => value === String(entry.byEndUser))),
        )
        .sort((one, other) => (one.number < other.number ? -1 : 1))
        .filter((entry) => entry.number > NextToken);
      const page = found.slice(0, MaxResults);
      return {
        ...listed(list),
        OptedOutNumbers: page.map(described),
        ...(found.length > MaxResults && { NextToken: page.at(-1)?.number }),
      };
    },
  };
}

const onList = (store: Store, action: string, name: string) => ({
  action: `sms-voice:${action}`,
  resource: optOutListOf(store, name).arn,
});

const listed = ({ arn, name }: OptOutList) => ({ OptOutListArn: arn, OptOutListName: name });

const described = (entry: OptedOut) => ({
  OptedOutNumber: entry.number,
  OptedOutTimestamp: entry.at / 1000,
  EndUserOptedOut: entry.byEndUser,
});
