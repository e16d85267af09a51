import type { Cloud } from '../core/cloud.ts';
import type { AwsService } from '../core/service.ts';
import { configurationSetKind, eventDestinationKind } from './configuration-set.ts';
import { getAccount } from './get-account.ts';
import { emailIdentityKind, getEmailIdentity } from './identities.ts';
import type { SesOptions } from './options.ts';
import { sesProtocol } from './protocol.ts';
import { receiptRule } from './receipt-rule.ts';
import { receiptRuleKind, receiptRuleSetKind } from './receipt-rule-kinds.ts';
import { type Acceptance, type InboundMail, receiveMail } from './receive-mail.ts';
import { ruleSetOperations } from './rule-set-operations.ts';
import { sendEmail } from './send-email.ts';
import { type OpenSmtp, openSmtp } from './smtp.ts';
import type { Fate, MailboxMail, Store } from './store.ts';
import type { Verdicts } from './verdicts.ts';

export type { SesOptions } from './options.ts';
export type { Acceptance, InboundMail } from './receive-mail.ts';
export { FATES, type Fate, type MailboxMail } from './store.ts';
export { type Verdicts, verdicts } from './verdicts.ts';

/** SES of a local cloud, with the side that faces the world's mail servers. */
export interface Ses extends AwsService {
  /** A foreign server hands a mail in. */
  receiveMail(cloud: Cloud, mail: InboundMail): Acceptance;
  /** What was sent to an address, oldest first. */
  mailbox(address: string): readonly MailboxMail[];
  /** Addresses that got mail. */
  mailboxes(): readonly string[];
  /** What the checks say of mail from an address or domain from now on; `undefined` lets it pass again. */
  setVerdicts(sender: string, verdicts: Verdicts | undefined): void;
  verdicts(): Readonly<Record<string, Verdicts>>;
  /** What becomes of mail to an address from now on. */
  setFate(address: string, fate: Fate): void;
  /** Port of the SMTP server on 127.0.0.1; undefined where none runs. */
  smtpPort(): number | undefined;
  /** Whether the account may write to verified identities only. */
  readonly sandbox: boolean;
}

/** SES of `cloud`; throws when it has none. */
export function sesOf(cloud: Cloud): Ses {
  const service = cloud.services.get('ses');
  if (!service || !isSes(service)) throw new Error('this local cloud has no ses');
  return service;
}

const isSes = (service: AwsService): service is Ses => 'receiveMail' in service && 'mailbox' in service;

const inLowerCase = <Value>(record: Readonly<Record<string, Value>> = {}): [string, Value][] =>
  Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]);

/** Amazon SES in and out; its README says what it does and where it differs from AWS. */
export function createSes(options: SesOptions = {}): Ses {
  const store: Store = {
    options,
    ruleSets: new Map(),
    active: undefined,
    configurationSets: new Map(),
    identities: new Map(),
    mailboxes: new Map(),
    suppressed: new Map(),
    verdicts: new Map(inLowerCase(options.verdicts)),
    fates: new Map(),
    sentAt: [],
    sent: 0,
    generation: 0,
  };
  const ofRuleSets = ruleSetOperations(store);
  let smtp: OpenSmtp | undefined;
  return {
    name: 'ses',
    protocol: sesProtocol(new Set(Object.keys(ofRuleSets))),
    operations: {
      ...ofRuleSets,
      SendEmail: sendEmail(store),
      GetAccount: getAccount(store),
      GetEmailIdentity: getEmailIdentity(store),
    },
    resources: {
      'AWS::SES::ReceiptRuleSet': receiptRuleSetKind(store),
      'AWS::SES::ReceiptRule': receiptRuleKind(store),
      'AWS::SES::ConfigurationSet': configurationSetKind(store),
      'AWS::SES::ConfigurationSetEventDestination': eventDestinationKind(store),
      'AWS::SES::EmailIdentity': emailIdentityKind(store),
    },
    start(cloud) {
      for (const identity of options.identities ?? []) {
        const name = identity.toLowerCase();
        store.identities.set(name, {
          name,
          configurationSet: undefined,
          mailFromDomain: undefined,
          signing: true,
        });
      }
      const { activeRuleSet } = options;
      if (activeRuleSet === undefined) return;
      const rules = (activeRuleSet.rules ?? []).map((rule) => receiptRule.parse(rule));
      store.ruleSets.set(activeRuleSet.name, {
        name: activeRuleSet.name,
        createdAt: cloud.clock.now(),
        rules: rules.map((rule, index) => ({ ...rule, Name: rule.Name ?? `rule-${index + 1}` })),
      });
      store.active = activeRuleSet.name;
    },
    async ready(cloud) {
      const hasRules = [...store.ruleSets.values()].some(({ rules }) => rules.length > 0);
      const { mode, sockets, smtpPort } = cloud.settings;
      if (mode === 'live' && sockets && hasRules && smtpPort !== undefined) {
        smtp = await openSmtp(cloud, store, smtpPort);
      }
    },
    async stop() {
      await smtp?.close();
      smtp = undefined;
    },
    reset() {
      store.generation += 1;
      store.mailboxes.clear();
      store.suppressed.clear();
      store.fates.clear();
      store.verdicts.clear();
      for (const [sender, said] of inLowerCase(options.verdicts)) store.verdicts.set(sender, said);
      store.sentAt = [];
      store.sent = 0;
    },
    receiveMail: (cloud, mail) => receiveMail(cloud, store, mail),
    mailbox: (address) => store.mailboxes.get(address.toLowerCase()) ?? [],
    mailboxes: () => [...store.mailboxes.keys()].sort(),
    setVerdicts(sender, verdicts) {
      if (verdicts === undefined) store.verdicts.delete(sender.toLowerCase());
      else store.verdicts.set(sender.toLowerCase(), verdicts);
    },
    verdicts: () => Object.fromEntries(store.verdicts),
    setFate: (address, fate) => void store.fates.set(address.toLowerCase(), fate),
    smtpPort: () => smtp?.port,
    sandbox: options.sandbox ?? false,
  };
}
