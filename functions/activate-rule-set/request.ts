import * as z from 'zod';

/** What CloudFormation asks of a custom resource (its guide, "Custom resource request objects"), as far as it is used. */
export const requestSchema = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.object({
    RuleSetName: z.string().min(1),
    /** `own`: this deployment's, to be activated. `existing`: somebody else's, which must be active already. */
    Kind: z.enum(['own', 'existing']),
  }),
});

export type RuleSetRequest = z.output<typeof requestSchema>;
