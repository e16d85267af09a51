import * as z from 'zod';

/** A state machine as it is drawn: every state has its place in a grid, every way from one to another its line. */
export interface MachineDrawing {
  readonly name: string;
  readonly states: readonly DrawnState[];
  readonly ways: readonly DrawnWay[];
}

export interface DrawnState {
  readonly name: string;
  /** `Wait`, `Task`, `Choice` … */
  readonly type: string;
  readonly row: number;
  readonly column: number;
}

export interface DrawnWay {
  readonly from: string;
  readonly to: string;
  /** `catch`: only when something goes wrong or takes too long. */
  readonly kind: 'next' | 'choice' | 'catch';
}

const next = z.object({ Next: z.string() });
const definition = z.object({
  StartAt: z.string(),
  States: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Next: z.string().optional(),
      Default: z.string().optional(),
      Choices: z.array(next).default([]),
      Catch: z.array(next).default([]),
    }),
  ),
});

type States = z.output<typeof definition>['States'];

/**
 * Lays a state machine out from its definition in Amazon States Language, JSON: a state stands below all that lead to it,
 * and the usual way is the first column.
 */
export function drawMachine(name: string, json: string): MachineDrawing {
  const { StartAt, States } = definition.parse(JSON.parse(json));
  const ways = Object.entries(States).flatMap(([from, state]) => waysFrom(from, state));
  const order = reachedFrom(StartAt, ways);
  const rows = rowsOf(order, ways);
  const inRow = new Map<number, number>();
  const states = order.map((state) => {
    const row = rows.get(state) ?? 0;
    const column = inRow.get(row) ?? 0;
    inRow.set(row, column + 1);
    return { name: state, type: States[state]?.Type ?? '', row, column };
  });
  return { name, states, ways };
}

function waysFrom(from: string, { Next, Default, Choices, Catch }: States[string]): DrawnWay[] {
  const all: DrawnWay[] = [
    ...[Next].flatMap((to) => (to === undefined ? [] : [{ from, to, kind: 'next' as const }])),
    ...Choices.map(({ Next: to }) => ({ from, to, kind: 'choice' as const })),
    ...[Default].flatMap((to) => (to === undefined ? [] : [{ from, to, kind: 'choice' as const }])),
    ...Catch.map(({ Next: to }) => ({ from, to, kind: 'catch' as const })),
  ];
  return [...new Map(all.toReversed().map((way) => [way.to, way])).values()].toReversed();
}

/** States in the order a walk finds them that goes deep before it goes wide; ends come late, so they are put last. */
function reachedFrom(start: string, ways: readonly DrawnWay[]): string[] {
  const found: string[] = [];
  const visit = (state: string) => {
    if (found.includes(state)) return;
    found.push(state);
    for (const { from, to } of ways) if (from === state) visit(to);
  };
  visit(start);
  return found;
}

/** The longest way to a state, ways that lead back left out. */
function rowsOf(order: readonly string[], ways: readonly DrawnWay[]): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const onTheWay = new Set<string>();
  const place = (state: string, row: number) => {
    if (onTheWay.has(state)) return;
    rows.set(state, Math.max(row, rows.get(state) ?? 0));
    onTheWay.add(state);
    for (const { from, to } of ways) if (from === state) place(to, row + 1);
    onTheWay.delete(state);
  };
  const [start] = order;
  if (start !== undefined) place(start, 0);
  return rows;
}
