import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SynthesiseOptions, synthesise } from '../../infra/app.ts';
import { scratchFolder } from '../support/scratch.ts';

/** A resource of a synthesised template. */
export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: any;
  readonly deletionPolicy?: string;
}

/** Every resource of every stack. */
export interface Templates {
  /** Parts in the order of the design: `foundation`, `channels`, … */
  readonly stacks: ReadonlyMap<string, TemplateJson>;
  readonly resources: readonly Resource[];
  of(type: string): readonly Resource[];
}

export interface TemplateJson {
  readonly Resources: Record<
    string,
    { Type: string; Properties?: unknown; DependsOn?: string | string[]; DeletionPolicy?: string }
  >;
  readonly Outputs?: Record<string, unknown>;
}

export const readTemplates = (folder: string): Templates => {
  const stacks = new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.template.json'))
      .map((file): [string, TemplateJson] => [
        file.replace(/^throughline-[a-z]+-|\.template\.json$/g, ''),
        JSON.parse(readFileSync(join(folder, file), 'utf8')),
      ]),
  );
  const resources = [...stacks].flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(([id, { Type, Properties = {}, DeletionPolicy }]) => ({
      stack,
      id,
      type: Type,
      properties: Properties,
      ...(DeletionPolicy && { deletionPolicy: DeletionPolicy }),
    })),
  );
  return { stacks, resources, of: (type) => resources.filter((resource) => resource.type === type) };
};

/** Synthesises into a folder of its own, without the checks of the templates unless asked for. */
export const synthesiseInto = async (
  options: Omit<SynthesiseOptions, 'outdir'> = {},
): Promise<{ readonly folder: string; readonly templates: Templates }> => {
  const folder = scratchFolder('assembly');
  await synthesise({ validate: false, ...options, outdir: folder });
  return { folder, templates: readTemplates(folder) };
};

/** Logical ids that a value refers to with Ref, Fn::GetAtt or Fn::Sub. */
export const referencesIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt') return [String(Array.isArray(inner) ? inner[0] : inner).split('.')[0] ?? ''];
    if (key === 'Fn::Sub') {
      const text = Array.isArray(inner) ? String(inner[0]) : String(inner);
      const names = [...text.matchAll(/\$\{(\w+)(?:\.[\w.]+)?\}/g)].map((match) => match[1] ?? '');
      return [...names, ...(Array.isArray(inner) ? referencesIn(inner[1]) : [])];
    }
    return referencesIn(inner);
  });
};

/**
 * A cycle among the resources of a template, as the ids along it; CDK finds some of them only and CloudFormation
 * refuses all at deployment.
 */
export const dependencyCycle = ({
  Resources,
}: Pick<TemplateJson, 'Resources'>): readonly string[] | undefined => {
  const done = new Set<string>();
  const visit = (id: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
    const resource = Resources[id];
    if (!resource || done.has(id)) return undefined;
    const next = [...referencesIn(resource.Properties), ...[resource.DependsOn ?? []].flat()];
    for (const other of next) {
      const cycle = visit(other, [...way, id]);
      if (cycle) return cycle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of Object.keys(Resources)) {
    const cycle = visit(id, []);
    if (cycle) return cycle;
  }
  return undefined;
};
