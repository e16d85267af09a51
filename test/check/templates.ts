import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failed, type Outcome, passed, type Step, skipped } from './step.ts';
import { runTool } from './tool.ts';

/** Environment variable that tells the tests where the check had the CDK CLI synthesise. */
export const CLI_ASSEMBLY = 'THROUGHLINE_CLI_ASSEMBLY';

/** A cloud assembly in a folder of its own; steps that read it wait for the one that writes it. */
export class Assembly {
  readonly directory = mkdtempSync(join(tmpdir(), 'throughline-synth-'));
  readonly #written = Promise.withResolvers<boolean>();

  /** Says that the assembly is there, or will never be. */
  settle(isThere: boolean): void {
    this.#written.resolve(isThere);
  }

  /** Paths of its templates, once written; undefined when synthesis failed. */
  async templates(): Promise<string[] | undefined> {
    if (!(await this.#written.promise)) return undefined;
    return readdirSync(this.directory)
      .filter((name) => name.endsWith('.template.json'))
      .map((name) => join(this.directory, name));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** `cdk synth`: CDK's own validation and cdk-nag's AwsSolutions, whose findings are errors. */
export const synth = (assembly: Assembly): Step => ({
  name: 'synth',
  async run() {
    const { code, output } = await runTool('cdk', ['synth', '--quiet', '--output', assembly.directory]);
    assembly.settle(code === 0);
    if (code !== 0) return failed('cdk synth failed', output);
    const stacks = (await assembly.templates())?.length ?? 0;
    return stacks === 0 ? failed('cdk synth wrote no template', output) : passed(`${stacks} templates`);
  },
});

/** asl-validator over every state machine of the templates. */
export const stateMachines = (assembly: Pick<Assembly, 'templates'>): Step => ({
  name: 'state machines',
  async run() {
    const templates = await assembly.templates();
    if (templates === undefined) return failed('not looked at', 'There are no templates: synth failed.');
    const definitions = templates.flatMap(definitionsOf);
    if (definitions.length === 0) return passed(`${templates.length} templates hold no state machine yet`);
    const folder = mkdtempSync(join(tmpdir(), 'throughline-asl-'));
    try {
      for (const [index, { definition }] of definitions.entries()) {
        const file = join(folder, `${index}.json`);
        writeFileSync(file, definition);
        const { code, output } = await runTool('asl-validator', ['--json-path', file]);
        if (code !== 0) return failed(`${definitions[index]?.name} is invalid`, output);
      }
      return passed(`asl-validator: ${definitions.length} state machines`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

/** W3005 finds the DependsOn that CDK itself writes beside the GetAtt of every function's role. */
const NOT_OURS = ['W3005'];

/** cfn-lint over every template, where the machine has it: it is a Python program. */
export const cfnLint = (assembly: Pick<Assembly, 'templates'>): Step => ({
  name: 'cfn-lint',
  async run(): Promise<Outcome> {
    const { code: missing, output: version } = await runTool('cfn-lint', ['--version']);
    if (missing !== 0) return skipped('cfn-lint is not installed (pip install cfn-lint)');
    const templates = await assembly.templates();
    if (templates === undefined) return failed('not looked at', 'There are no templates: synth failed.');
    const { code, output } = await runTool('cfn-lint', [
      '--non-zero-exit-code',
      'warning',
      '--ignore-checks',
      ...NOT_OURS,
      '--',
      ...templates,
    ]);
    if (code !== 0) return failed('cfn-lint found something', output);
    return passed(`${version.trim()}: ${templates.length} templates`);
  },
});

interface Template {
  readonly Resources?: Readonly<Record<string, { Type: string; Properties?: Record<string, unknown> }>>;
}

/** State machine definitions as text; what CloudFormation fills in becomes a plausible ARN. */
function definitionsOf(path: string): { name: string; definition: string }[] {
  const { Resources = {} }: Template = JSON.parse(readFileSync(path, 'utf8'));
  return Object.entries(Resources).flatMap(([name, { Type, Properties = {} }]) => {
    if (Type !== 'AWS::StepFunctions::StateMachine') return [];
    const definition = Properties.DefinitionString ?? JSON.stringify(Properties.Definition ?? {});
    return [{ name, definition: textOf(definition) }];
  });
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const join: unknown = typeof value === 'object' && value !== null ? Object.values(value)[0] : undefined;
  const isJoin = typeof value === 'object' && value !== null && 'Fn::Join' in value;
  if (!isJoin || !Array.isArray(join)) return 'arn:aws:lambda:us-east-1:123456789012:function:placeholder';
  const [separator, parts]: unknown[] = join;
  return Array.isArray(parts) ? parts.map(textOf).join(String(separator)) : '';
}
