import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../support/scratch.ts';

export interface WrittenStack {
  readonly Parameters?: Record<string, unknown>;
  readonly Mappings?: Record<string, unknown>;
  readonly Conditions?: Record<string, unknown>;
  readonly Resources?: Record<string, unknown>;
  readonly Outputs?: Record<string, unknown>;
}

/**
 * Writes a cloud assembly of these stacks, in this order, as the CDK would.
 *
 * @returns its directory
 */
export function writeAssembly(stacks: Record<string, WrittenStack>): string {
  const directory = scratchFolder('assembly');
  const artifacts: Record<string, unknown> = {};
  for (const [name, template] of Object.entries(stacks)) {
    writeFileSync(join(directory, `${name}.template.json`), JSON.stringify({ Resources: {}, ...template }));
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${name}.template.json` },
    };
  }
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version: '49.0.0', artifacts }));
  return directory;
}
