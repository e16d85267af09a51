import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { scratchFolder } from './scratch.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: any;
}

/** Resources of a template by logical id, to be changed in place. */
export type Resources = Record<string, Resource>;

/** The synthesised app with changed templates: as if it had been written otherwise. @returns its folder */
export function alteredAssembly(alter: (resources: Resources, stackName: string) => void): string {
  const original = inject('assembly');
  const folder = scratchFolder('altered');
  for (const name of readdirSync(original)) {
    const template = /^(.*)\.template\.json$/.exec(name)?.[1];
    if (template === undefined) symlinkSync(join(original, name), join(folder, name));
    else {
      const { Resources: resources = {}, ...rest } = JSON.parse(readFileSync(join(original, name), 'utf8'));
      alter(resources, template);
      writeFileSync(join(folder, name), JSON.stringify({ Resources: resources, ...rest }));
    }
  }
  return folder;
}

/** The app whose role of one function is not allowed one action. `role`: part of the policy's logical id. */
export const withoutGrant = (role: string, action: string): string =>
  alteredAssembly((resources) => {
    for (const [id, { Type, Properties }] of Object.entries(resources)) {
      if (Type !== 'AWS::IAM::Policy' || !id.startsWith(role)) continue;
      const { PolicyDocument } = Properties;
      PolicyDocument.Statement = PolicyDocument.Statement.flatMap(
        (statement: { Action: string | string[] }) => {
          const Action = [statement.Action].flat().filter((each) => each !== action);
          return Action.length > 0 ? [{ ...statement, Action }] : [];
        },
      );
    }
  });
