/** What the console's page is told. Made by `gather-state.ts`, drawn by `page/`. */
export interface ConsoleState {
  /** ISO time on the local cloud's clock. */
  readonly now: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly queues: readonly string[];
  readonly texts: readonly PhoneText[];
  readonly ways: readonly Way[];
  readonly deadLetters: readonly DeadLetter[];
  readonly bill: Bill;
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
