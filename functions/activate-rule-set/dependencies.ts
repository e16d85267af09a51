import {
  DescribeActiveReceiptRuleSetCommand,
  type SESClient,
  SetActiveReceiptRuleSetCommand,
} from '@aws-sdk/client-ses';
import { sesReceiving } from '../../shared/runtime/aws-clients.ts';
import type { Environment } from '../../shared/runtime/cold-start.ts';
import { readEnvironment } from '../../shared/runtime/environment.ts';
import { toolsFor } from '../../shared/runtime/function-tools.ts';
import { type Outside, outsideWith } from '../../shared/runtime/outside.ts';
import type { ActivateRuleSetDependencies, ActiveRuleSet } from './activate-rule-set.ts';
import { activateRuleSetEnvironment } from './environment.ts';

export function dependenciesOf(environment: Environment, overrides?: Partial<Outside>) {
  const settings = readEnvironment(environment, activateRuleSetEnvironment);
  const outside = outsideWith(overrides);
  return {
    ...toolsFor(settings.POWERTOOLS_SERVICE_NAME, outside),
    active: activeRuleSetOf(sesReceiving(outside)),
    respond: outside.respond ?? putAnswer,
  } satisfies ActivateRuleSetDependencies;
}

function activeRuleSetOf(ses: SESClient): ActiveRuleSet {
  return {
    async read() {
      const { Metadata } = await ses.send(new DescribeActiveReceiptRuleSetCommand({}));
      return Metadata?.Name;
    },
    async set(name) {
      await ses.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: name }));
    },
  };
}

/** A presigned URL: it was signed for a body without a type, and fetch gives bytes none. */
async function putAnswer(url: string, body: string): Promise<void> {
  const { ok, status } = await fetch(url, { method: 'PUT', body: new TextEncoder().encode(body) });
  if (!ok) throw new Error(`CloudFormation did not take the answer (${status}).`);
}
