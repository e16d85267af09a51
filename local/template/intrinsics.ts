/** What `Ref` to `AWS::NoValue` gives: the property is as if it had not been written. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** Where references lead. Every function throws an Error that names what it cannot find. */
export interface Scope {
  ref(name: string): unknown;
  getAtt(resource: string, attribute: string): unknown;
  condition(name: string): boolean;
  findInMap(map: string, first: string, second: string): unknown;
  importValue(name: string): unknown;
  stackOutput(stack: string, output: string): unknown;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

function list(value: unknown, intrinsic: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${intrinsic} expects a list, found ${JSON.stringify(value)}`);
  return value;
}

function text(value: unknown, intrinsic: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${intrinsic} expects text, found ${JSON.stringify(value) ?? String(value)}`);
}

function record(value: unknown, intrinsic: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${intrinsic} expects an object, found ${JSON.stringify(value)}`);
  }
  return { ...value };
}

const resolveTexts = (value: unknown, scope: Scope, intrinsic: string) =>
  list(resolve(value, scope), intrinsic).map((item) => text(item, intrinsic));

/** `Fn::GetAtt` is written as a pair or with a dot; an attribute may itself contain dots. */
export function getAttTarget(argument: unknown): [resource: string, attribute: unknown] {
  if (Array.isArray(argument)) return [text(argument[0], 'Fn::GetAtt'), argument[1]];
  const [resource = '', ...attribute] = text(argument, 'Fn::GetAtt').split('.');
  return [resource, attribute.join('.')];
}

/** The `${…}` of an `Fn::Sub` text; `${!Literal}` is none. */
export const SUB_REFERENCE = /\$\{([^!${}][^{}]*)\}/g;

function sub(argument: unknown, scope: Scope): string {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = record(variables, 'Fn::Sub');
  return text(pattern, 'Fn::Sub')
    .replace(SUB_REFERENCE, (_whole, name: string) => {
      const trimmed = name.trim();
      if (Object.hasOwn(own, trimmed)) return text(resolve(own[trimmed], scope), 'Fn::Sub');
      if (trimmed.includes('.')) {
        const [resource, attribute] = getAttTarget(trimmed);
        return text(scope.getAtt(resource, String(attribute)), 'Fn::Sub');
      }
      return text(scope.ref(trimmed), 'Fn::Sub');
    })
    .replace(/\$\{!([^}]*)\}/g, '${$1}');
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(text(argument, 'Ref')),
  'Fn::GetAtt': (argument, scope) => {
    const [resource, attribute] = getAttTarget(argument);
    return scope.getAtt(resource, text(resolve(attribute, scope), 'Fn::GetAtt'));
  },
  'Fn::Sub': sub,
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, 'Fn::Join');
    return resolveTexts(parts, scope, 'Fn::Join').join(text(separator, 'Fn::Join'));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(argument, 'Fn::Select');
    const values = list(resolve(items, scope), 'Fn::Select');
    const position = Number(text(resolve(index, scope), 'Fn::Select'));
    if (!(position in values)) throw new Error(`Fn::Select: the list has no element ${position}`);
    return values[position];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(argument, 'Fn::Split');
    return text(resolve(source, scope), 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::If': (argument, scope) => {
    const [condition, then, otherwise] = list(argument, 'Fn::If');
    return resolve(scope.condition(text(condition, 'Fn::If')) ? then : otherwise, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [a, b] = list(resolve(argument, scope), 'Fn::Equals');
    return JSON.stringify(a) === JSON.stringify(b);
  },
  'Fn::And': (argument, scope) => list(argument, 'Fn::And').every((item) => resolve(item, scope) === true),
  'Fn::Or': (argument, scope) => list(argument, 'Fn::Or').some((item) => resolve(item, scope) === true),
  'Fn::Not': (argument, scope) => resolve(list(argument, 'Fn::Not')[0], scope) !== true,
  Condition: (argument, scope) => scope.condition(text(argument, 'Condition')),
  'Fn::ImportValue': (argument, scope) =>
    scope.importValue(text(resolve(argument, scope), 'Fn::ImportValue')),
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName } = record(argument, 'Fn::GetStackOutput');
    return scope.stackOutput(
      text(resolve(StackName, scope), 'Fn::GetStackOutput'),
      text(resolve(OutputName, scope), 'Fn::GetStackOutput'),
    );
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map = '', first = '', second = ''] = resolveTexts(argument, scope, 'Fn::FindInMap');
    return scope.findInMap(map, first, second);
  },
  'Fn::Base64': (argument, scope) =>
    Buffer.from(text(resolve(argument, scope), 'Fn::Base64')).toString('base64'),
  'Fn::GetAZs': (_argument, scope) =>
    ['a', 'b', 'c'].map((zone) => `${String(scope.ref('AWS::Region'))}${zone}`),
};

/** The intrinsic that an object with exactly one key is; undefined when it is plain data. */
export function intrinsicOf(value: object): [name: string, argument: unknown] | undefined {
  const names = Object.keys(value);
  const [name] = names;
  if (name === undefined || names.length !== 1) return undefined;
  const argument: unknown = Reflect.get(value, name);
  if (name === 'Ref' || name.startsWith('Fn::')) return [name, argument];
  // `Condition` is an intrinsic only as `{"Condition": "Name"}`; a policy's is an object.
  return name === 'Condition' && typeof argument === 'string' ? [name, argument] : undefined;
}

/**
 * Resolves every intrinsic in a value of the template.
 *
 * @throws Error for an intrinsic that is not implemented and for references that lead nowhere
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  }
  if (typeof value === 'string') {
    if (/\{\{resolve:/.test(value)) throw new Error(`dynamic reference ${value} is not implemented`);
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const found = intrinsicOf(value);
  if (found !== undefined) {
    const [name, argument] = found;
    const intrinsic = INTRINSICS[name];
    if (intrinsic === undefined) throw new Error(`${name} is not implemented`);
    return intrinsic(argument, scope);
  }
  const resolved: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const result = resolve(item, scope);
    if (result !== NO_VALUE) resolved[name] = result;
  }
  return resolved;
}
