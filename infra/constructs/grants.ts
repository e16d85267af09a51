import { Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { accept } from './accepted-findings.ts';

/**
 * Lets a function call exactly these actions on exactly these resources. CDK's own grants come with wildcard actions
 * (`kms:ReEncrypt*`, `s3:Abort*`) that nothing here needs.
 */
export const allow = (
  grantee: IGrantable,
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Record<string, Record<string, unknown>>,
): void => {
  Grant.addToPrincipal({
    grantee,
    actions: [...actions],
    resourceArns: [...resources],
    ...(conditions && { conditions }),
  }).assertSuccess();
};

/** Lets a function put messages into a queue. */
export const allowSending = (grantee: IGrantable, queue: IQueue): void =>
  allow(grantee, ['sqs:SendMessage'], [queue.queueArn]);

/**
 * Lets a function call actions on everything inside one resource, e.g. the objects of a bucket.
 * @param inside what follows the resource's ARN, with the star: `/*`
 * @param because why the names inside cannot be listed
 */
export const allowInside = (
  grantee: LambdaFunction,
  actions: readonly string[],
  arn: string,
  inside: `/${string}*`,
  because: string,
): void => {
  allow(grantee, actions, [`${arn}${inside}`]);
  accept(grantee.node.scope ?? grantee, {
    [`AwsSolutions-IAM5[Resource::${nameInFindings(grantee, arn)}${inside}]`]: because,
  });
};

/** Lets a function call actions of AWS that know no resources. Each stands in the list of the policy test. */
export const allowEverywhere = (grantee: LambdaFunction, actions: readonly string[]): void => {
  allow(grantee, actions, ['*']);
  accept(grantee.node.scope ?? grantee, {
    'AwsSolutions-IAM5[Resource::*]': `AWS knows no resources for ${actions.join(', ')}.`,
  });
};

/** How cdk-nag spells an ARN of this stack or of an earlier one. */
const nameInFindings = (grantee: LambdaFunction, arn: string): string => {
  const reference = Tokenization.reverseString(arn).firstToken;
  if (!Reference.isReference(reference)) return arn;
  const owner = Stack.of(reference.target);
  const stack = Stack.of(grantee);
  const resolved: { 'Fn::GetAtt'?: string[]; 'Fn::ImportValue'?: string } = stack.resolve(
    owner === stack ? arn : owner.exportValue(arn),
  );
  return resolved['Fn::ImportValue'] ?? `<${resolved['Fn::GetAtt']?.join('.')}>`;
};
