import type { CloudSettings } from '../../local/core/cloud.ts';
import { createCloud, type OwnedCloud } from '../../local/core/create-cloud.ts';
import { inProcess } from '../../local/core/request-handler.ts';
import type { AwsService, ResourceResult } from '../../local/core/service.ts';
import { createIam } from '../../local/iam/index.ts';

export const START = Date.parse('2026-11-22T02:16:05.123Z');

export interface SmallCloud extends OwnedCloud {
  /** What went wrong in the cloud itself or in a task of its scheduler; tests expect it empty. */
  readonly problems: unknown[];
  /** Makes one resource of a template. */
  create(type: string, logicalId: string, properties?: Record<string, unknown>): ResourceResult;
  /** Options for an SDK client that reaches this cloud without a socket. */
  readonly client: {
    region: string;
    endpoint: string;
    maxAttempts: number;
    credentials: { accessKeyId: string; secretAccessKey: string };
    requestHandler: ReturnType<typeof inProcess>;
  };
}

const missing = (): never => {
  throw new Error('a small cloud has no assets');
};

/** A cloud of a few services on a virtual clock and no template, for tests of one service by itself. */
export function smallCloud(
  services: readonly AwsService[],
  seed: string | number = 'small cloud',
  more: { settings?: Partial<CloudSettings>; assetDirectory?: (objectKey: string) => string } = {},
): SmallCloud {
  const problems: unknown[] = [];
  const endpoint = 'http://127.0.0.1:4566';
  const iam = createIam();
  const cloud = createCloud({
    settings: { mode: 'virtual', sockets: false, httpPort: 0, ...more.settings },
    services: [...services, iam],
    iam,
    seed,
    start: START,
    region: 'eu-west-1',
    accountId: '123456789012',
    endpoint,
    httpEndpoint: 'http://127.0.0.1:3000',
    assetDirectory: more.assetDirectory ?? missing,
    onProblem: (where, error) => void problems.push([where, error]),
  });
  return Object.assign(cloud, {
    problems,
    create(type: string, logicalId: string, properties: Record<string, unknown> = {}): ResourceResult {
      const kind = services.map(({ resources }) => resources[type]).find((found) => found !== undefined);
      if (!kind) throw new Error(`no service makes ${type}`);
      const made = kind.create({
        cloud,
        stackName: 'test',
        logicalId,
        path: `test/${logicalId}`,
        properties,
      });
      if (made instanceof Promise) throw new Error(`${type} is made later`);
      return made;
    },
    client: {
      region: 'eu-west-1',
      endpoint,
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: inProcess(cloud),
    },
  });
}
