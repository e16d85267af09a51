import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** An OpenAPI document and what tests hold against it. @param file below the project's folder */
export function openApiDocument(file: string) {
  const document = parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
  const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, uri: true } });
  ajv.addSchema({ $id: 'openapi', ...document });

  /** What is wrong with a value under a schema of the document, by its JSON pointer. */
  function mistakesOf(pointer: string, value: unknown): unknown {
    const validate = ajv.compile({ $ref: `openapi#${pointer}` });
    return validate(value) ? [] : validate.errors;
  }

  /** The schema of a route's answer. */
  function schemaOf(route: string, status: number): string {
    const [method = '', path = ''] = route.split(' ');
    const response = document.paths[path][method.toLowerCase()].responses[String(status)];
    if (!response) throw new Error(`${route} answers ${status}, which ${file} does not have.`);
    const inside =
      response.$ref?.slice(1) ?? `/paths/${escaped(path)}/${method.toLowerCase()}/responses/${status}`;
    return `${inside}/content/application~1json/schema`;
  }

  return {
    document,
    mistakesOf,
    schemaOf,
    /** `POST /webchat/messages` */
    operations: Object.entries<Record<string, unknown>>(document.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => method in item).map((method) => `${method.toUpperCase()} ${path}`),
    ),
    examples: examplesIn(document),
  };
}

const escaped = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Every `examples` value beside a `schema`, wherever it stands. */
function examplesIn(node: unknown, pointer = ''): { pointer: string; value: unknown }[] {
  if (typeof node !== 'object' || node === null) return [];
  const own =
    'schema' in node && 'examples' in node
      ? Object.values(node.examples as Record<string, { value: unknown }>).map(({ value }) => ({
          pointer: `${pointer}/schema`,
          value,
        }))
      : [];
  return [
    ...own,
    ...Object.entries(node).flatMap(([key, child]) => examplesIn(child, `${pointer}/${escaped(key)}`)),
  ];
}
