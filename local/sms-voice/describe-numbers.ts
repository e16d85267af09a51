import * as z from 'zod';
import type { Operation } from '../core/service.ts';
import { notFound, parse } from './errors.ts';
import type { PhoneNumber } from './phone-number.ts';
import { idIn, type Store } from './store.ts';

const describePhoneNumbersInput = z.strictObject({
  PhoneNumberIds: z.array(z.string()).max(5).optional(),
  MaxResults: z.number().int().min(1).max(100).optional(),
  Owner: z.enum(['SELF', 'SHARED']).default('SELF'),
});

/** Filters are not implemented; a template has few numbers, so all are on one page. */
export function describePhoneNumbers(store: Store): Operation {
  return {
    permissions: () => [{ action: 'sms-voice:DescribePhoneNumbers', resource: '*' }],
    run(input) {
      const { PhoneNumberIds, Owner } = parse(describePhoneNumbersInput, input);
      const asked = PhoneNumberIds?.map((id) => {
        const number = store.numbers.get(idIn(id));
        if (!number) throw notFound('phone-number', id);
        return number;
      });
      const numbers = Owner === 'SHARED' ? [] : (asked ?? [...store.numbers.values()]);
      return { PhoneNumbers: numbers.map((number) => described(store, number)) };
    },
  };
}

function described(store: Store, number: PhoneNumber) {
  const pool = [...store.pools.values()].find(({ numbers }) => numbers.includes(number));
  return {
    PhoneNumberArn: number.arn,
    PhoneNumberId: number.id,
    PhoneNumber: number.phoneNumber,
    Status: 'ACTIVE',
    IsoCountryCode: number.isoCountryCode,
    MessageType: 'TRANSACTIONAL',
    NumberCapabilities: number.capabilities,
    NumberType: number.numberType,
    MonthlyLeasingPrice: '1.00',
    TwoWayEnabled: number.twoWay !== undefined,
    ...(number.twoWay && {
      TwoWayChannelArn: number.twoWay.channelArn,
      TwoWayChannelRole: number.twoWay.channelRole,
    }),
    SelfManagedOptOutsEnabled: number.selfManagedOptOuts,
    OptOutListName: number.optOutListName,
    InternationalSendingEnabled: false,
    DeletionProtectionEnabled: number.deletionProtection,
    ...(pool && { PoolId: pool.id }),
    CreatedTimestamp: number.createdAt / 1000,
  };
}
