/** One WebSocket API of the template. */
export interface SocketApi {
  readonly id: string;
  readonly name: string;
  /** Path under which it is served here: `/_sockets/<name>`. */
  readonly basePath: string;
  /** Members of the body that name the route: `$request.body.action` → `['action']`. */
  readonly selection: readonly string[];
  readonly integrations: Map<string, Integration>;
  /** Integration by route key: `$connect`, `$disconnect`, `$default` and what clients name. */
  readonly routes: Map<string, string>;
  /** Variables by stage name. */
  readonly stages: Map<string, Readonly<Record<string, string>>>;
}

export interface Integration {
  readonly functionArn: string;
  readonly timeoutMs: number;
}

/** Where a client knocked: an API, one of its stages, the query. */
export interface Place {
  readonly api: SocketApi;
  readonly stage: string;
}

export const SOCKETS = '/_sockets/';

/** `/_sockets/live/prod` → the API and its stage. */
export function placeOf(apis: Iterable<SocketApi>, path: string): Place | undefined {
  for (const api of apis) {
    const stage = path.startsWith(`${api.basePath}/`)
      ? path.slice(api.basePath.length + 1).replace(/\/$/, '')
      : undefined;
    if (stage !== undefined && api.stages.has(stage)) return { api, stage };
  }
  return undefined;
}

/** The route that a client's message is for; undefined when no route takes it. */
export function routeKeyOf(api: SocketApi, text: string): string | undefined {
  const named = memberOf(text, api.selection);
  if (named !== undefined && !named.startsWith('$') && api.routes.has(named)) return named;
  return api.routes.has('$default') ? '$default' : undefined;
}

function memberOf(text: string, path: readonly string[]): string | undefined {
  try {
    let value: unknown = JSON.parse(text);
    for (const name of path)
      value = Object.hasOwn(Object(value), name) ? Reflect.get(Object(value), name) : undefined;
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
