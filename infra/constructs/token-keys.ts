import { RemovalPolicy } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { accept } from './accepted-findings.ts';
import { allow } from './grants.ts';
import { serviceStackOf } from './service-stack.ts';

export interface TokenKeysProps {
  /** Encrypts the secret. */
  readonly key: IKey;
}

/** The secret that tokens for replies, surveys and visitors are signed with. */
export class TokenKeys extends Construct {
  readonly secret: Secret;
  private readonly key: IKey;

  constructor(scope: Construct, id: string, { key }: TokenKeysProps) {
    super(scope, id);
    this.key = key;
    const { environment } = serviceStackOf(this).config;
    this.secret = new Secret(this, 'Secret', {
      description: `Signs tokens of ${environment.name}; docs/rotate-token-keys.md says how it is replaced`,
      encryptionKey: key,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ id: 1 }),
        generateStringKey: 'secret',
        passwordLength: 64,
        excludePunctuation: true,
      },
      // A new secret would make every token that is under way worthless.
      removalPolicy: environment.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    accept(this.secret, {
      'AwsSolutions-SMG4':
        'It signs and opens nothing by itself; a replacement ends tokens that customers hold, so a person decides on it.',
    });
  }

  /** Lets a function sign and verify; it reads the secret's ARN from TOKEN_KEYS_SECRET. */
  allowReading(grantee: IGrantable): void {
    allow(grantee, ['secretsmanager:GetSecretValue'], [this.secret.secretArn]);
    allow(grantee, ['kms:Decrypt'], [this.key.keyArn]);
  }
}
