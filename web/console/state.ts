import type { MachineDrawing } from './state-graph.ts';

/** What the console's page is told. Made by `gather-state.ts`, drawn by `page/`. */
export interface ConsoleState {
  /** ISO time on the local cloud's clock. */
  readonly now: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly queues: readonly string[];
  readonly languages: readonly string[];
  /** Addresses of ours that customers write to. */
  readonly mailboxes: readonly string[];
  /** Where mail programs can send to, on 127.0.0.1. */
  readonly smtpPort?: number;
  readonly texts: readonly PhoneText[];
  readonly mails: readonly CustomerMail[];
  readonly ways: readonly Way[];
  readonly surveys: Surveys;
  readonly deadLetters: readonly DeadLetter[];
  readonly bill: Bill;
}

/** One mail as the customer's mailbox has it. */
export interface CustomerMail {
  readonly id: string;
  readonly at: string;
  /** The customer's address. */
  readonly address: string;
  readonly direction: 'from-customer' | 'to-customer';
  readonly subject: string;
  readonly text: string;
  readonly automatic: boolean;
  /** From the customer: what the proof of its sender lacks. */
  readonly proof?: 'unproven' | 'failed';
  /** To the customer: who sent it, and where an answer goes. */
  readonly sender?: { readonly from: string; readonly replyTo: string };
}

/** Every state machine of the cloud, and what runs on it. */
export interface Surveys {
  readonly machines: readonly MachineDrawing[];
  readonly executions: readonly SurveyRun[];
}

/** One execution: a survey about one resolution of a case. */
export interface SurveyRun {
  readonly name: string;
  readonly stateMachine: string;
  readonly status: string;
  readonly currentStates: readonly string[];
  readonly startedAt: string;
  /** Names of the states entered so far, in order. */
  readonly entered: readonly string[];
  readonly error?: string;
  /** What the case says of it, e.g. `asked` or `answered, 5`. */
  readonly outcome?: string;
  /** The page where the customer answers. */
  readonly link?: string;
}

/** A text of the product in every language. */
export interface TextRow {
  readonly key: string;
  /** What the platform team may put into it. */
  readonly parameters: readonly string[];
  readonly versions: readonly TextVersion[];
}

export interface TextVersion {
  readonly language: string;
  /** With example parameters. */
  readonly text: string;
  /** It stands in `throughline.config.ts`. */
  readonly isOwn: boolean;
}

/** One SMS as the customer's phone has it. */
export interface PhoneText {
  readonly id: string;
  readonly at: string;
  readonly phone: string;
  readonly direction: 'from-customer' | 'to-customer';
  readonly text: string;
}

/** How far one message from a customer has come. */
export interface Way {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly text: string;
  readonly caseId: string;
  readonly steps: readonly WayStep[];
}

export interface WayStep {
  readonly name: 'Edge' | 'Recorder' | 'Route' | 'Task' | 'Answer';
  readonly state: 'done' | 'waiting' | 'failed' | 'not needed';
  readonly detail: string;
}

export interface DeadLetter {
  readonly id: string;
  readonly queue: string;
  /** ARN of the dead-letter queue, and of the queue a redrive puts it back on. */
  readonly queueArn: string;
  readonly sourceArn: string;
  readonly at: string;
  readonly reason: string;
  readonly body: string;
}

export interface Bill {
  /** US dollars for running the pipeline. */
  readonly pipeline: number;
  /** US dollars that End User Messaging and Amazon Connect take per message and task. */
  readonly channels: number;
  readonly lines: readonly BillLine[];
}

export interface BillLine {
  readonly service: string;
  readonly operation: string;
  readonly functionName: string;
  readonly calls: number;
  /** US dollars. */
  readonly cost: number;
}
