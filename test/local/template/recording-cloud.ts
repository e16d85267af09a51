import * as z from 'zod';
import { parseProperties } from '../../../local/core/properties.ts';
import { jsonProtocol } from '../../../local/core/protocols.ts';
import type { AwsService } from '../../../local/core/service.ts';
import { createIam } from '../../../local/iam/index.ts';
import { type RunningCloud, startCloud } from '../../../local/index.ts';
import { type WrittenStack, writeAssembly } from './write-assembly.ts';

export interface Made {
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A service whose one kind, `Test::Thing`, takes anything as `Value` and remembers in which order it was made. */
function thingService(made: Made[]): AwsService {
  return {
    name: 'things',
    protocol: jsonProtocol({ version: '1.0' }),
    operations: {},
    resources: {
      'Test::Thing': {
        create(request) {
          parseProperties('Test::Thing', request, z.strictObject({ Value: z.unknown().optional() }));
          made.push({ logicalId: request.logicalId, properties: request.properties });
          return {
            ref: `ref-${request.logicalId}`,
            attributes: { Arn: `arn:aws:things:us-east-1:000000000000:${request.logicalId}` },
          };
        },
      },
    },
    reset() {},
  };
}

/** Deploys templates onto a virtual cloud that knows only things and roles. */
export async function deployThings(
  stacks: Record<string, WrittenStack>,
): Promise<RunningCloud & { made: readonly Made[] }> {
  const made: Made[] = [];
  const iam = createIam();
  const running = await startCloud({
    assemblyDirectory: writeAssembly(stacks),
    mode: 'virtual',
    services: () => ({ services: [iam, thingService(made)], iam }),
  });
  return { ...running, made };
}
