import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts findings of the security rules on a construct and all below it, each with the reason. Ids carry the finding
 * in brackets where a rule has several: `AwsSolutions-IAM5[Resource::*]`.
 */
export const accept = (construct: IConstruct, reasons: Readonly<Record<string, string>>): void => {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
};
