import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Cloud } from '../core/cloud.ts';
import { parseProperties } from '../core/properties.ts';
import type { Operation, ResourceKind } from '../core/service.ts';
import { domainOf, withoutLabel } from './addresses.ts';
import { notFound, parse } from './errors.ts';
import type { Store } from './store.ts';

export interface Identity {
  /** Domain or address in lower case. */
  readonly name: string;
  readonly configurationSet: string | undefined;
  readonly mailFromDomain: string | undefined;
  readonly signing: boolean;
}

const flag = z.union([z.boolean(), z.stringbool()]);

const identityProperties = z.strictObject({
  EmailIdentity: z.string().min(1),
  ConfigurationSetAttributes: z.strictObject({ ConfigurationSetName: z.string().optional() }).default({}),
  DkimAttributes: z.strictObject({ SigningEnabled: flag.default(true) }).default({ SigningEnabled: true }),
  // Nothing is signed here, so the keys have no effect.
  DkimSigningAttributes: z
    .strictObject({
      DomainSigningSelector: z.string().optional(),
      DomainSigningPrivateKey: z.string().optional(),
      NextSigningKeyLength: z.enum(['RSA_1024_BIT', 'RSA_2048_BIT']).optional(),
    })
    .optional(),
  FeedbackAttributes: z.strictObject({ EmailForwardingEnabled: flag.optional() }).optional(),
  MailFromAttributes: z
    .strictObject({
      MailFromDomain: z.string().optional(),
      BehaviorOnMxFailure: z.enum(['USE_DEFAULT_VALUE', 'REJECT_MESSAGE']).optional(),
    })
    .default({}),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
});

/** An identity of the template counts as verified at once; in AWS its owner first sets DNS records or clicks a link. */
export function emailIdentityKind(store: Store): ResourceKind {
  return {
    create(request) {
      const type = 'AWS::SES::EmailIdentity';
      const properties = parseProperties(type, request, identityProperties);
      const name = properties.EmailIdentity.toLowerCase();
      const where = `${type} ${request.stackName}/${request.logicalId}`;
      if (store.identities.has(name)) throw new Error(`${where}: the identity ${name} exists already.`);
      const configurationSet = properties.ConfigurationSetAttributes.ConfigurationSetName;
      if (configurationSet !== undefined && !store.configurationSets.has(configurationSet)) {
        throw new Error(`${where}: there is no configuration set ${configurationSet}.`);
      }
      store.identities.set(name, {
        name,
        configurationSet,
        mailFromDomain: properties.MailFromAttributes.MailFromDomain,
        signing: properties.DkimAttributes.SigningEnabled,
      });
      const tokens = dkimTokens(name).flatMap((token, index) => [
        [`DkimDNSTokenName${index + 1}`, `${token}._domainkey.${name}`],
        [`DkimDNSTokenValue${index + 1}`, `${token}.dkim.amazonses.com`],
      ]);
      return {
        ref: properties.EmailIdentity,
        attributes: { EmailIdentityArn: identityArn(request.cloud, name), ...Object.fromEntries(tokens) },
      };
    },
  };
}

export const identityArn = ({ region, accountId }: Cloud, name: string): string =>
  `arn:aws:ses:${region}:${accountId}:identity/${name}`;

/** The identity an address sends with: its own, else its domain's or the nearest domain's above. */
export function identityOf(store: Store, address: string): Identity | undefined {
  const exact =
    store.identities.get(address.toLowerCase()) ?? store.identities.get(withoutLabel(address.toLowerCase()));
  if (exact) return exact;
  const labels = domainOf(address).split('.');
  for (let from = 0; from < labels.length - 1; from++) {
    const found = store.identities.get(labels.slice(from).join('.'));
    if (found) return found;
  }
  return undefined;
}

/** Where nobody said which identities there are, all count as verified. */
export const isVerified = (store: Store, address: string): boolean =>
  store.identities.size === 0 || identityOf(store, address) !== undefined;

export function getEmailIdentity(store: Store): Operation {
  const input = z.object({ EmailIdentity: z.string().min(1) });
  return {
    permissions: (asked, { cloud }) => [
      {
        action: 'ses:GetEmailIdentity',
        resource: identityArn(cloud, parse(input, asked).EmailIdentity.toLowerCase()),
      },
    ],
    run(asked) {
      const { EmailIdentity } = parse(input, asked);
      const name = EmailIdentity.toLowerCase();
      const identity = store.identities.get(name);
      if (!identity && store.identities.size > 0)
        throw notFound(`Email identity ${EmailIdentity} does not exist.`);
      return {
        IdentityType: name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN',
        VerifiedForSendingStatus: true,
        VerificationStatus: 'SUCCESS',
        FeedbackForwardingStatus: true,
        DkimAttributes: {
          SigningEnabled: identity?.signing ?? true,
          Status: 'SUCCESS',
          SigningAttributesOrigin: 'AWS_SES',
          Tokens: dkimTokens(name),
        },
        ...(identity?.mailFromDomain && {
          MailFromAttributes: {
            MailFromDomain: identity.mailFromDomain,
            MailFromDomainStatus: 'SUCCESS',
            BehaviorOnMxFailure: 'USE_DEFAULT_VALUE',
          },
        }),
        ...(identity?.configurationSet && { ConfigurationSetName: identity.configurationSet }),
        Policies: {},
        Tags: [],
      };
    },
    usage: () => null,
  };
}

/** The same at every start. */
const dkimTokens = (name: string): string[] =>
  [1, 2, 3].map((index) => createHash('sha256').update(`${index} ${name}`).digest('hex').slice(0, 32));
