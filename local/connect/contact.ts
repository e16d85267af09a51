import type { Timer } from '../core/time.ts';
import type { Agent } from './agent.ts';
import type { AgentQueue, Instance } from './instance.ts';
import type { RoutingCriteria } from './routing-criteria.ts';

/** A reference on a contact, as agents see it. */
export interface Reference {
  readonly Type: 'URL' | 'NUMBER' | 'STRING' | 'DATE' | 'EMAIL';
  readonly Value: string;
}

export type Channel = 'VOICE' | 'TASK';

export type InitiationMethod = 'INBOUND' | 'OUTBOUND' | 'API' | 'CALLBACK' | 'DISCONNECT';

/** An end of a call. */
export interface Endpoint {
  /** E.164. */
  readonly address: string;
}

/** Something said on a call. */
export interface Heard {
  /** When it began, epoch ms. */
  readonly at: number;
  /** What was said; SSML without its tags. */
  readonly text: string;
}

/** The flows that something happening to a contact starts, by what happens. */
export const EVENT_HOOKS = [
  'AgentHold',
  'AgentWhisper',
  'CustomerHold',
  'CustomerQueue',
  'CustomerRemaining',
  'CustomerWhisper',
] as const;

export type EventHook = (typeof EVENT_HOOKS)[number];

/** How a callback goes about reaching its customer. */
export interface CallbackPlan {
  readonly initialDelayMs: number;
  readonly attempts: number;
  readonly retryDelayMs: number;
}

/** What a contact that waits is offered by. */
export interface Offer {
  readonly agent: Agent;
  readonly at: number;
  readonly timer: Timer;
}

/**
 * Where a contact stands: in a flow, waiting in a queue (also while it is offered to an agent), between an agent's
 * acceptance and the conversation, in conversation, ended.
 */
export type ContactState = 'flow' | 'queued' | 'joining' | 'connected' | 'ended';

/** A call, a callback or a task. Times in epoch ms. */
export interface Contact {
  readonly id: string;
  readonly arn: string;
  readonly instance: Instance;
  readonly channel: Channel;
  readonly initiationMethod: InitiationMethod;
  /** What runs for it when it begins; undefined: it is queued, or called, first. */
  readonly flowId: string | undefined;
  readonly initialContactId: string;
  readonly previousContactId: string | undefined;
  readonly relatedContactId: string | undefined;
  readonly initiatedAt: number;
  name: string | undefined;
  description: string | undefined;
  attributes: Readonly<Record<string, string>>;
  references: Readonly<Record<string, Reference>>;
  tags: Readonly<Record<string, string>>;
  state: ContactState;
  connectedToSystemAt: number | undefined;
  /** The customer's number. */
  customer: Endpoint | undefined;
  /** Our number. */
  system: Endpoint | undefined;
  /** The customer is on the line, hears and presses keys. */
  onLine: boolean;
  readonly heard: Heard[];
  /** What the agent heard: whispers. */
  readonly whispered: Heard[];
  /** The digits that a flow stored last, or `Timeout`. */
  storedInput: string | undefined;
  callbackNumber: string | undefined;
  callback: CallbackPlan | undefined;
  /** Calls to the customer that were tried. */
  callbackTries: number;
  readonly hooks: Map<EventHook, string>;
  language: string | undefined;
  /** Where `TransferContactToQueue` puts it. */
  targetQueue: AgentQueue | undefined;
  /** The queue it waits in, or waited in. */
  queue: AgentQueue | undefined;
  queuedAt: number | undefined;
  /** What its age in a queue counts from; a callback keeps its caller's. */
  agesFrom: number | undefined;
  /** Makes it older, in the order of its queue only. */
  ageAdjustmentMs: number;
  /** 1 is served first. */
  priority: number;
  /** Which agents it is offered to, step by step; undefined: to all of its queue. */
  criteria: RoutingCriteria | undefined;
  offer: Offer | undefined;
  agent: Agent | undefined;
  connectedToAgentAt: number | undefined;
  onHold: boolean;
  endedAt: number | undefined;
  /** Why it ended: `API`, `EXPIRED`, `CONTACT_FLOW_DISCONNECT`, `CUSTOMER_DISCONNECT`, `AGENT_DISCONNECT`. */
  endReason: string | undefined;
  afterWorkFrom: number | undefined;
  afterWorkTill: number | undefined;
  /** Timers that die with it. */
  readonly timers: Set<Timer>;
}

export type NewContact = Pick<
  Contact,
  'id' | 'instance' | 'channel' | 'initiationMethod' | 'flowId' | 'initiatedAt'
> &
  Partial<Omit<Contact, 'arn' | 'heard' | 'whispered' | 'hooks' | 'timers'>>;

/** Of contacts whose priority nobody set. */
const PRIORITY = 5;

export function newContact(given: NewContact): Contact {
  return {
    initialContactId: given.id,
    previousContactId: undefined,
    relatedContactId: undefined,
    name: undefined,
    description: undefined,
    attributes: {},
    references: {},
    tags: {},
    state: 'flow',
    connectedToSystemAt: undefined,
    customer: undefined,
    system: undefined,
    onLine: false,
    storedInput: undefined,
    callbackNumber: undefined,
    callback: undefined,
    callbackTries: 0,
    language: undefined,
    targetQueue: undefined,
    queue: undefined,
    queuedAt: undefined,
    agesFrom: undefined,
    ageAdjustmentMs: 0,
    priority: PRIORITY,
    criteria: undefined,
    offer: undefined,
    agent: undefined,
    connectedToAgentAt: undefined,
    onHold: false,
    endedAt: undefined,
    endReason: undefined,
    afterWorkFrom: undefined,
    afterWorkTill: undefined,
    ...given,
    arn: `${given.instance.arn}/contact/${given.id}`,
    heard: [],
    whispered: [],
    hooks: new Map(),
    timers: new Set(),
  };
}
