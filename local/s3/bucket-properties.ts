import * as z from 'zod';

const json = z.record(z.string(), z.unknown());
const days = z.number().int().min(1);

const lifecycleRule = z.strictObject({
  Id: z.string().optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.string().default(''),
  ExpirationInDays: days.optional(),
  // Versions and parts are not kept, so there is nothing of them to expire.
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: days, NewerNoncurrentVersions: days.optional() })
    .optional(),
  ExpiredObjectDeleteMarker: z.boolean().optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: days }).optional(),
  // Another storage class costs less and behaves the same.
  Transitions: z.array(json).optional(),
  NoncurrentVersionTransitions: z.array(json).optional(),
});

export type LifecycleRule = z.output<typeof lifecycleRule>;

/**
 * `AWS::S3::Bucket`. Encryption, ownership, public access, versioning, access logs and tags are read and have no effect
 * here: everything is private, one version deep and in memory.
 */
export const bucketProperties = z.strictObject({
  BucketName: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      'a bucket name has 3 to 63 lower-case letters, digits, dots and hyphens',
    )
    .optional(),
  AccessControl: z.enum(['Private', 'LogDeliveryWrite']).optional(),
  BucketEncryption: z
    .strictObject({
      ServerSideEncryptionConfiguration: z.array(
        z.strictObject({
          BucketKeyEnabled: z.boolean().optional(),
          ServerSideEncryptionByDefault: z
            .strictObject({
              SSEAlgorithm: z.enum(['AES256', 'aws:kms']),
              KMSMasterKeyID: z.string().optional(),
            })
            .optional(),
          BlockedEncryptionTypes: json.optional(),
        }),
      ),
    })
    .optional(),
  LifecycleConfiguration: z
    .strictObject({
      Rules: z.array(lifecycleRule),
      TransitionDefaultMinimumObjectSize: z.string().optional(),
    })
    .optional(),
  LoggingConfiguration: z
    .strictObject({ DestinationBucketName: z.string().optional(), LogFilePrefix: z.string().optional() })
    .optional(),
  OwnershipControls: z
    .strictObject({
      Rules: z.array(
        z.strictObject({
          ObjectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']),
        }),
      ),
    })
    .optional(),
  PublicAccessBlockConfiguration: z
    .strictObject({
      BlockPublicAcls: z.boolean().optional(),
      BlockPublicPolicy: z.boolean().optional(),
      IgnorePublicAcls: z.boolean().optional(),
      RestrictPublicBuckets: z.boolean().optional(),
    })
    .optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

/** `AWS::S3::BucketPolicy`. */
export const bucketPolicyProperties = z.strictObject({ Bucket: z.string(), PolicyDocument: json });
