import { createHash } from 'node:crypto';
import * as z from 'zod';
import { parseProperties } from '../../core/properties.ts';
import type { ResourceKind } from '../../core/service.ts';
import { callingCode, knowsCountry } from '../flow/phone-numbers.ts';
import { type Instances, instanceNamed, uuidFor } from '../instance.ts';
import { instanceArn, tags } from './common.ts';

const phoneNumberProperties = z.strictObject({
  TargetArn: instanceArn,
  CountryCode: z.string().refine(knowsCountry, 'is a country whose calling code is not known here'),
  Type: z.enum(['DID', 'TOLL_FREE', 'UIFN', 'SHARED']),
  Description: z.string().max(500).optional(),
  Prefix: z
    .string()
    .regex(/^\+\d{1,15}$/)
    .optional(),
  Tags: tags,
});

/** A number of the country, invented, the same at every start. No flow runs for it until one is associated. */
export function phoneNumberKind(instances: Instances): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::Connect::PhoneNumber';
      const { TargetArn, CountryCode, Prefix } = parseProperties(type, request, phoneNumberProperties);
      const { cloud } = request;
      const id = uuidFor(request);
      const digest = createHash('sha256').update(id).digest('hex');
      const digits = String(Number.parseInt(digest.slice(0, 12), 16)).padStart(15, '0');
      const begin = Prefix ?? `+${callingCode(CountryCode)}`;
      const number = `${begin}${digits.slice(0, Math.max(0, 12 - begin.length))}`;
      const arn = `arn:aws:connect:${cloud.region}:${cloud.accountId}:phone-number/${id}`;
      instanceNamed(instances, TargetArn).numbers.set(id, { id, arn, number, flowId: undefined });
      return { ref: arn, attributes: { PhoneNumberArn: arn, Address: number } };
    },
  };
}
