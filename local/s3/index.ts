import { physicalName } from '../core/names.ts';
import { parseProperties } from '../core/properties.ts';
import type { AwsService, ResourceRequest, ResourceResult } from '../core/service.ts';
import { Bucket, type Buckets } from './bucket.ts';
import { bucketOperations } from './bucket-operations.ts';
import { bucketPolicyProperties, bucketProperties } from './bucket-properties.ts';
import { existingBucket, objectOperations } from './object-operations.ts';
import { s3Protocol } from './protocol.ts';

/**
 * Amazon S3: private buckets in memory, whole objects, lifecycle expiry on the one clock.
 *
 * Not simulated: versions, multipart uploads, ranges, copies, notifications, access lists, tags of objects, object lock,
 * and keys: what is encrypted in AWS lies here as it came.
 */
export function createS3(): AwsService {
  const buckets: Buckets = new Map();

  const createBucket = (request: ResourceRequest): ResourceResult => {
    const type = 'AWS::S3::Bucket';
    const { BucketName, LifecycleConfiguration } = parseProperties(type, request, bucketProperties);
    const { cloud, stackName, logicalId } = request;
    const name = BucketName ?? physicalName(request, 63).toLowerCase();
    if (buckets.has(name))
      throw new Error(`${type} ${stackName}/${logicalId}: the bucket ${name} exists already.`);
    const bucket = new Bucket(name, LifecycleConfiguration?.Rules ?? [], () => cloud.clock.now());
    buckets.set(name, bucket);
    return {
      ref: name,
      attributes: {
        Arn: bucket.arn,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${cloud.region}.amazonaws.com`,
        DualStackDomainName: `${name}.s3.dualstack.${cloud.region}.amazonaws.com`,
      },
    };
  };

  const createBucketPolicy = (request: ResourceRequest): ResourceResult => {
    const { Bucket: name, PolicyDocument } = parseProperties(
      'AWS::S3::BucketPolicy',
      request,
      bucketPolicyProperties,
    );
    existingBucket(buckets, name).policy = PolicyDocument;
    return { ref: name, attributes: {} };
  };

  return {
    name: 's3',
    protocol: s3Protocol(buckets),
    operations: { ...objectOperations(buckets), ...bucketOperations(buckets) },
    resources: {
      'AWS::S3::Bucket': { create: createBucket },
      'AWS::S3::BucketPolicy': { create: createBucketPolicy },
    },
    resourcePolicy: (arn) => buckets.get(arn.replace('arn:aws:s3:::', '').split('/')[0] ?? '')?.policy,
    reset() {
      for (const bucket of buckets.values()) bucket.clear();
    },
  };
}
