import { errorName } from '../../shared/runtime/failure.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { RuleSetRequest } from './request.ts';

/** The one rule set of the account and region that SES works by. */
export interface ActiveRuleSet {
  /** Its name; undefined when none is active. */
  read(): Promise<string | undefined>;
  /** @param name undefined: none is active any more */
  set(name: string | undefined): Promise<void>;
}

export interface ActivateRuleSetDependencies {
  readonly active: ActiveRuleSet;
  /** Puts the answer where CloudFormation waits for it. */
  readonly respond: (url: string, body: string) => Promise<void>;
  readonly log: Log;
}

/**
 * Activates our receipt rules as part of a deployment, and never at the expense of somebody else's: an account has one
 * active rule set, and whoever replaces it cuts off their mail. CloudFormation is answered whatever happens, for
 * otherwise it would wait for an hour.
 */
export async function activateRuleSet(
  request: RuleSetRequest,
  { active, respond, log }: ActivateRuleSetDependencies,
): Promise<void> {
  const { RequestType, ResourceProperties: wanted } = request;
  const reason = await (RequestType === 'Delete'
    ? deactivate(wanted, active)
    : activate(wanted, active)
  ).catch((error: unknown) => {
    log('TL1001', { error: errorName(error) });
    return `SES did not answer (${errorName(error)}); deploy again.`;
  });
  const { StackId, RequestId, LogicalResourceId, ResponseURL } = request;
  await respond(
    ResponseURL,
    JSON.stringify({
      Status: reason === undefined ? 'SUCCESS' : 'FAILED',
      ...(reason !== undefined && { Reason: reason }),
      // Another set is another resource, so that CloudFormation has the former one deleted after an update.
      PhysicalResourceId: RequestType === 'Delete' ? request.PhysicalResourceId : idOf(wanted),
      StackId,
      RequestId,
      LogicalResourceId,
    }),
  );
}

type RuleSet = RuleSetRequest['ResourceProperties'];

const idOf = ({ Kind, RuleSetName }: RuleSet): string => `${Kind}:${RuleSetName}`;

/** @returns why not, in a sentence */
async function activate({ Kind, RuleSetName }: RuleSet, active: ActiveRuleSet): Promise<string | undefined> {
  const current = await active.read();
  if (current === RuleSetName) return undefined;
  if (Kind === 'existing') {
    return `The receipt rule set "${RuleSetName}", which throughline.config.ts names as channels.email.ruleSet, is not the active one of this account and region; that is ${current === undefined ? 'none' : `"${current}"`}. Name the active one, or leave it out.`;
  }
  if (current !== undefined) {
    return `The receipt rule set "${current}" is active, and SES works by one only: replacing it would cut off the mail of others. Name it in throughline.config.ts as channels.email.ruleSet, and our rule is added to it; or deactivate it.`;
  }
  await active.set(RuleSetName);
  return undefined;
}

/** Only ours, and only while it is the active one: after a failed creation nothing is to be undone. */
async function deactivate({ Kind, RuleSetName }: RuleSet, active: ActiveRuleSet): Promise<undefined> {
  if (Kind === 'own' && (await active.read()) === RuleSetName) await active.set(undefined);
}
