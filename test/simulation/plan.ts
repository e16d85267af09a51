import type { Fate } from '../../local/ses/index.ts';

/** In every text, name and address of mail, so that one in a log or an event is found. */
export const SECRET = 'violet';

/**
 * Everything that a seed decides, as a list that can be printed, filtered and run again: who does what, and which
 * faults strike where. Times are milliseconds from the start of the run.
 */
export interface Plan {
  readonly seed: string;
  readonly customers: readonly SimulatedCustomer[];
  readonly steps: readonly Step[];
  readonly faults: readonly PlannedFault[];
  /** The run goes on for the days in which customers are surveyed, until no survey is left. */
  readonly surveyed: boolean;
  /** Programs fetch every link that we send as soon as it leaves. */
  readonly scanned: boolean;
}

/** A customer of the simulation. One with several addresses has been linked before: all of them lead to one customer. */
export interface SimulatedCustomer {
  readonly name: string;
  readonly addresses: readonly SimulatedAddress[];
  /** What becomes of mail to this customer; it arrives, by default. */
  readonly fate?: Fate;
  /** A machine, which answers every mail of ours: with the marks by which a machine is known, or without. */
  readonly machine?: 'marked' | 'unmarked';
}

/** The address of one who chats is only a name for the browser: the product gives out the real one. */
export interface SimulatedAddress {
  readonly channel: 'sms' | 'email' | 'webchat';
  readonly address: string;
}

export type Step = CustomerStep | AgentStep;

export type CustomerStep = SmsStep | MailStep | ChatStep | VisitStep | RateStep;

export type SmsStep =
  | {
      readonly at: number;
      readonly does: 'writes';
      readonly customer: number;
      /** Which of the customer's addresses. */
      readonly phone: number;
      readonly text: string;
      /** The provider's id of the message. */
      readonly id: string;
      /** When the provider delivers the message once more, in ms after the first time. */
      readonly again: readonly number[];
      /** The provider says which of our messages it answers (the newest), as it does by default. */
      readonly threaded: boolean;
    }
  | {
      readonly at: number;
      /** Something that is no SMS payload arrives at the topic. */
      readonly does: 'sends-garbage';
      readonly body: string;
    }
  | {
      readonly at: number;
      /** The phone opts out at the provider by another way; we are not told. */
      readonly does: 'opts-out-elsewhere';
      readonly customer: number;
      readonly phone: number;
    };

/** A mail that is written in the name of a customer, or about one of their mails by somebody else. */
export interface MailStep {
  readonly at: number;
  readonly does: 'mails';
  readonly customer: number;
  /** The address in From: the customer's own, also where somebody else wrote it, or a stranger's. */
  readonly from: string;
  readonly text: string;
  /** The Message-ID, without angle brackets. */
  readonly id: string;
  readonly again: readonly number[];
  /** What SES says of it. */
  readonly verdict: VerdictName;
  /** What it takes from the newest mail of ours to the customer, if there is one. */
  readonly takes: 'nothing' | 'token' | 'thread' | 'both';
  /** The mark of a machine. */
  readonly mark?: MachineMark;
}

/** `two senders`: DMARC passes, and From names two; it proves neither. */
export type VerdictName =
  | 'pass'
  | 'gray, signed'
  | 'gray, unsigned'
  | 'processing failed'
  | 'fail'
  | 'two senders'
  | 'spam'
  | 'virus';

/** By its own header, by its precedence, and by the empty sender on the envelope. */
export type MachineMark = 'auto-replied' | 'bulk' | 'nobody';

/** A visitor of the web chat writes; the page opens a session first where there is none. */
export interface ChatStep {
  readonly at: number;
  readonly does: 'chats';
  readonly customer: number;
  readonly text: string;
  /** The page's own id of the message. */
  readonly id: string;
  /** When the page posts the message once more, in ms after the first time. */
  readonly again: readonly number[];
}

/** A visitor of the web chat looks, or comes back with the token of the last visit. */
export interface VisitStep {
  readonly at: number;
  readonly does: 'reads' | 'returns';
  readonly customer: number;
}

/** The customer opens the page of the newest survey that reached them, taps and confirms. */
export interface RateStep {
  readonly at: number;
  readonly does: 'rates';
  readonly customer: number;
  readonly score: number;
  readonly comment: string;
  readonly again: readonly number[];
}

export interface AgentStep {
  readonly at: number;
  readonly does: 'claims' | 'replies' | 'notes' | 'releases' | 'resolves' | 'reopens' | 'looks';
  readonly agent: string;
  /** Whose newest case. */
  readonly customer: number;
  /** Unique, so that what leaves is known by its text. */
  readonly text: string;
  /** The agent has not seen the newest message: answers the one before. */
  readonly overlooks: boolean;
  /** Posts the same request once more so many ms later, though it was answered: a nervous finger, a proxy. */
  readonly again: readonly number[];
}

/** Where a fault strikes: calls of this operation, made by this function or AWS service. */
export interface Place {
  readonly service: string;
  readonly operation: string;
  /** Folder of the function, or the principal of an AWS service. */
  readonly caller: string;
}

/**
 * What a call suffers. `lost-…`: the caller hears nothing and its patience ends; `fails-…`: it hears an error of the
 * other side; `dies-…`: the caller's process ends there. `-before`: nothing was done; `-after`: it was done.
 */
export type CallFault =
  | 'throttled'
  | 'fails-before'
  | 'fails-after'
  | 'lost-before'
  | 'lost-after'
  | 'dies-before'
  | 'dies-after'
  | 'slow'
  | 'quota';

/** What a service does to a message or to a reader by itself. */
export type ServiceFault = 'duplicate' | 'reorder' | 'stale-index';

export type PlannedFault =
  | {
      readonly at: number;
      readonly kind: CallFault;
      readonly place: Place;
      /** Strikes the next so many calls there. */
      readonly times: number;
      /** For `slow`. */
      readonly delayMs: number;
    }
  | {
      readonly at: number;
      readonly kind: ServiceFault;
      readonly service: 'sns' | 'sqs' | 'events' | 'dynamodb';
      readonly times: number;
      readonly delayMs: number;
    }
  | {
      readonly at: number;
      /** A whole service refuses every call for a while. */
      readonly kind: 'outage';
      readonly service: string;
      readonly forMs: number;
    };
