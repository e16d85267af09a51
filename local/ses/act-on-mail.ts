import type { Cloud } from '../core/cloud.ts';
import { AwsError } from '../core/service.ts';
import { receiptNotification } from './notification.ts';
import { type RuleMatch, type S3Action, writerOf } from './receipt-rule.ts';
import { type ReceivedMail, storedMail } from './received-mail.ts';
import type { Store } from './store.ts';

/** SES tries this long to do what a rule says (ms). How long AWS tries is not documented. */
const PATIENCE_MS = 4 * 3_600_000;
const LONGEST_PAUSE_MS = 60_000;

/** Does what a rule says with a mail: stores it, then tells the topic. Each action goes its way by itself. */
export function actOnMail(cloud: Cloud, store: Store, match: RuleMatch, mail: ReceivedMail): void {
  for (const { S3Action, StopAction } of match.rule.Actions) {
    if (S3Action) inTurn(cloud, store, match.rule.Name, storing(cloud, match, mail, S3Action));
    else if (StopAction) return;
  }
}

/** One call of an action. */
interface Step {
  readonly what: string;
  run(): Promise<unknown>;
  readonly detail: Readonly<Record<string, unknown>>;
}

function storing(cloud: Cloud, match: RuleMatch, mail: ReceivedMail, action: S3Action): Step[] {
  const writer = writerOf(cloud, match.ruleSet, match.rule.Name, action);
  const { messageId } = mail;
  const Key = `${action.ObjectKeyPrefix}${messageId}`;
  const data = storedMail(mail, match.rule.ScanEnabled, cloud.region);
  const put: Step = {
    what: 'stored',
    run: () => cloud.call('s3', 'PutObject', { Bucket: action.BucketName, Key, Body: data }, writer),
    detail: { messageId, bucket: action.BucketName, key: Key },
  };
  const { TopicArn } = action;
  if (TopicArn === undefined) return [put];
  const publish: Step = {
    what: 'notified',
    run() {
      const notification = receiptNotification(
        mail,
        match,
        { ...action, TopicArn, Key },
        data,
        cloud.clock.now(),
      );
      const input = {
        TopicArn,
        Subject: 'Amazon SES Email Receipt Notification',
        Message: JSON.stringify(notification),
      };
      return cloud.call('sns', 'Publish', input, writer);
    },
    detail: { messageId, topic: TopicArn },
  };
  return [put, publish];
}

/** Runs the steps one after the other; what may pass is tried again later, what is refused ends the rest. */
function inTurn(
  cloud: Cloud,
  store: Store,
  rule: string,
  steps: readonly Step[],
  pauseMs = 0,
  waitedMs = 0,
): void {
  const { generation } = store;
  const [step, ...rest] = steps;
  if (!step) return;
  cloud.scheduler.after(pauseMs, `ses ${rule}`, async () => {
    if (store.generation !== generation) return;
    try {
      await step.run();
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const waited = waitedMs + pauseMs;
      if ((error.status >= 500 || error.status === 429) && waited < PATIENCE_MS) {
        const next = Math.min(LONGEST_PAUSE_MS, Math.max(1_000, pauseMs * 2));
        return inTurn(cloud, store, rule, steps, next, waited);
      }
      const detail = { ...step.detail, reason: `${error.code}: ${error.message}` };
      return cloud.trace({ service: 'ses', what: 'refused', resource: rule, detail });
    }
    cloud.trace({ service: 'ses', what: step.what, resource: rule, detail: step.detail });
    inTurn(cloud, store, rule, rest);
  });
}
