import findMyWay from 'find-my-way';
import type { Cors } from './api-kinds.ts';

export interface Integration {
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface Authorizer {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

export interface Route {
  /** `GET /cases/{caseId}`, `ANY /{proxy+}`, `$default`. */
  readonly key: string;
  /** Path of the key; empty for `$default`. */
  readonly path: string;
  readonly method: string;
  readonly integrationId: string;
  readonly authorizerId: string | undefined;
  readonly scopes: readonly string[];
}

export interface FoundRoute {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** One HTTP API of the template. */
export class Api {
  readonly id: string;
  readonly name: string;
  readonly cors: Cors | undefined;
  /** Path under which it is served here: `/_apis/<name>`. */
  readonly basePath: string;
  readonly integrations = new Map<string, Integration>();
  readonly authorizers = new Map<string, Authorizer>();
  /** By name; `$default` has no path of its own. */
  readonly stages = new Map<string, Readonly<Record<string, string>>>();
  readonly #routes: Route[] = [];
  #router: ((method: string, path: string) => FoundRoute | undefined) | undefined;

  constructor(id: string, name: string, basePath: string, cors: Cors | undefined) {
    this.id = id;
    this.name = name;
    this.basePath = basePath;
    this.cors = cors;
  }

  addRoute(route: Route): void {
    this.#routes.push(route);
    this.#router = undefined;
  }

  /** The most specific route: a path in full, then with parameters, then greedy, then `$default`. */
  find(method: string, path: string): FoundRoute | undefined {
    this.#router ??= buildRouter(this.#routes);
    return this.#router(method, path);
  }
}

function buildRouter(routes: readonly Route[]) {
  const router = findMyWay({ maxParamLength: 8192 });
  const taken = new Set<string>();
  const specificFirst = [...routes].sort((a, b) => Number(a.method === 'ANY') - Number(b.method === 'ANY'));
  for (const route of specificFirst) {
    if (route.path === '') continue;
    const { pattern, names } = patternOf(route.path);
    for (const method of METHODS) {
      const isMine = route.method === 'ANY' || route.method === method;
      if (!isMine || taken.has(`${method} ${pattern}`)) continue;
      taken.add(`${method} ${pattern}`);
      router.on(method, pattern, () => undefined, { route, names });
    }
  }
  const fallback = routes.find(({ key }) => key === '$default');
  return (method: string, path: string): FoundRoute | undefined => {
    const known = METHODS.find((candidate) => candidate === method);
    const found = known && router.find(known, path);
    // `store` is what `on` was given; a bad escape finds a handler without one.
    const store: { route: Route; names: readonly string[] } | null = found?.store ?? null;
    if (!found || !store) return fallback && { route: fallback, parameters: {} };
    const parameters = store.names.map((name, index) => {
      const value: unknown = found.params[name.endsWith('+') ? '*' : `p${index}`];
      return [name.replace('+', ''), String(value)];
    });
    return { route: store.route, parameters: Object.fromEntries(parameters) };
  };
}

/** `/cases/{caseId}` → `/cases/:p0`; `/{proxy+}` → `/*`. Parameters are renamed: their names may hold anything. */
function patternOf(path: string): { pattern: string; names: readonly string[] } {
  const names: string[] = [];
  const pattern = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    names.push(name);
    return name.endsWith('+') ? '*' : `:p${names.length - 1}`;
  });
  return { pattern, names };
}
