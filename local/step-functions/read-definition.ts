import * as z from 'zod';
import { assignedNames, type Complain, checkExpressions, checkFlow, nextNames } from './check-state.ts';
import { type Definition, type State, type States, stateSchemas } from './definition.ts';

/** Fields of the other query language, so that the refusal can say what they are. */
const JSON_PATH_FIELDS = new Set([
  'InputPath',
  'OutputPath',
  'Parameters',
  'ResultPath',
  'ResultSelector',
  'ItemsPath',
  'Result',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
]);

const outermost = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata').optional(),
  StartAt: z.string(),
  States: z.record(z.string(), z.record(z.string(), z.unknown())),
  TimeoutSeconds: z.number().int().min(1).max(99_999_999).optional(),
  Version: z.literal('1.0').optional(),
});
const inner = outermost.omit({ QueryLanguage: true, TimeoutSeconds: true, Version: true }).extend({
  ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE') }).optional(),
});

/** What the reading hands down: the sentences so far, and what holds for everything inside. */
interface Reading {
  readonly faults: string[];
  /** The whole machine is in JSONata, so that its states need not say it. */
  readonly isJsonata: boolean;
  /** Variables of the scopes around. */
  readonly outer: ReadonlySet<string>;
}

/**
 * Reads a definition in the Amazon States Language.
 *
 * @throws Error with a sentence per fault that names state and field: another query language than JSONata, a field or
 *   service that is not implemented, a syntax error in an expression, a state that does not exist
 */
export function readDefinition(text: string): Definition {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new Error('The definition is not JSON.');
  }
  const parsed = outermost.safeParse(raw);
  if (!parsed.success) throw new Error(sentencesOf('The definition', parsed.error).join('\n'));
  const { QueryLanguage, TimeoutSeconds } = parsed.data;
  const reading: Reading = { faults: [], isJsonata: QueryLanguage === 'JSONata', outer: new Set() };
  const states = readStates(parsed.data, reading);
  if (reading.faults.length > 0) throw new Error(reading.faults.join('\n'));
  return { ...states, timeoutSeconds: TimeoutSeconds };
}

function readStates(block: Pick<z.output<typeof outermost>, 'StartAt' | 'States'>, reading: Reading): States {
  const mine = new Set(Object.values(block.States).flatMap(assignedNames));
  const inside: Reading = { ...reading, outer: new Set([...reading.outer, ...mine]) };
  const states = new Map<string, State>();
  for (const [name, raw] of Object.entries(block.States)) {
    const state = readState(name, raw, inside);
    if (state !== undefined) states.set(name, state);
    for (const next of nextNames(raw)) {
      if (!Object.hasOwn(block.States, next)) fault(reading, name, 'Next', `there is no state "${next}"`);
    }
    for (const variable of assignedNames(raw)) {
      if (reading.outer.has(variable)) {
        fault(reading, name, 'Assign', `the variable "${variable}" belongs to a scope around this one`);
      }
    }
  }
  if (!Object.hasOwn(block.States, block.StartAt)) {
    reading.faults.push(`StartAt: there is no state "${block.StartAt}".`);
  }
  return { startAt: block.StartAt, states };
}

function readState(
  name: string,
  raw: Readonly<Record<string, unknown>>,
  reading: Reading,
): State | undefined {
  if ((raw['QueryLanguage'] ?? (reading.isJsonata ? 'JSONata' : 'JSONPath')) !== 'JSONata') {
    fault(reading, name, 'QueryLanguage', 'only JSONata is implemented by the local cloud');
    return undefined;
  }
  const type = raw['Type'];
  if (!isKind(type)) {
    fault(reading, name, 'Type', `${JSON.stringify(type)} is not implemented by the local cloud`);
    return undefined;
  }
  const parsed = stateSchemas[type].safeParse(withNested(name, raw, reading));
  if (!parsed.success) {
    reading.faults.push(...sentencesOf(`State "${name}"`, parsed.error));
    return undefined;
  }
  const complain: Complain = (field, why) => fault(reading, name, field, why);
  checkFlow(type, raw, complain);
  checkExpressions(type, raw, complain);
  return parsed.data;
}

/** Branches and item processors as they were read, so that the state's own schema finds them done. */
function withNested(name: string, raw: Readonly<Record<string, unknown>>, reading: Reading): object {
  const read = (field: string, block: unknown): States | undefined => {
    const parsed = inner.safeParse(block);
    if (parsed.success) return readStates(parsed.data, reading);
    reading.faults.push(...sentencesOf(`State "${name}": field ${field}`, parsed.error));
    return undefined;
  };
  const { Branches, ItemProcessor } = raw;
  return {
    ...raw,
    ...(Array.isArray(Branches) && {
      Branches: Branches.map((branch, index) => read(`Branches[${index}]`, branch)),
    }),
    ...(ItemProcessor !== undefined && { ItemProcessor: read('ItemProcessor', ItemProcessor) }),
  };
}

function isKind(type: unknown): type is keyof typeof stateSchemas {
  return typeof type === 'string' && Object.hasOwn(stateSchemas, type);
}

function fault(reading: Reading, state: string, field: string, why: string): void {
  reading.faults.push(`State "${state}": field ${field}: ${why.replace(/\.$/, '')}.`);
}

function sentencesOf(where: string, error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'invalid_key') return [`${where}: field ${path}: ${issue.issues[0]?.message}.`];
    if (issue.code !== 'unrecognized_keys') return [`${where}: field ${path || '(root)'}: ${issue.message}.`];
    return issue.keys.map((key) => {
      const field = path === '' ? key : `${path}.${key}`;
      const why = JSON_PATH_FIELDS.has(key)
        ? 'belongs to JSONPath, and only JSONata is implemented'
        : 'is not implemented by the local cloud';
      return `${where}: field ${field} ${why}.`;
    });
  });
}
