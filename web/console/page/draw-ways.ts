import type { DrawnState, DrawnWay, MachineDrawing } from '../state-graph.ts';

/** Of a state, in the drawing's own units. */
export const BOX = { width: 160, height: 44 } as const;
const GAP = { x: 22, y: 30 } as const;
/** Room at the sides, where ways pass that leave a row out or lead back. */
const MARGIN = { x: 40, y: 6 } as const;

/** Upper left corner of a state. */
export const placeOf = ({ row, column }: DrawnState) => ({
  x: MARGIN.x + column * (BOX.width + GAP.x),
  y: MARGIN.y + row * (BOX.height + GAP.y),
});

export function sizeOf({ states, ways }: MachineDrawing) {
  const columns = Math.max(0, ...states.map(({ column }) => column)) + 1;
  const rows = Math.max(0, ...states.map(({ row }) => row)) + 1;
  const isFirst = (wanted: string) => states.find(({ name }) => name === wanted)?.column === 0;
  const right = ways.every(({ from, to }) => isFirst(from) || isFirst(to)) ? MARGIN.y : MARGIN.x;
  return {
    width: MARGIN.x + right + columns * (BOX.width + GAP.x) - GAP.x,
    height: 2 * MARGIN.y + rows * (BOX.height + GAP.y) - GAP.y,
  };
}

/** The line of a way, for `d` of an SVG path: down to the next row, around the others to any other. */
export function wayPath(machine: MachineDrawing, { from, to }: DrawnWay): string {
  const [start, end] = [from, to].map((wanted) => machine.states.find(({ name }) => name === wanted));
  if (!start || !end) return '';
  const [a, b] = [placeOf(start), placeOf(end)];
  if (end.row === start.row + 1) {
    const [x1, y1, x2, y2] = [a.x + BOX.width / 2, a.y + BOX.height, b.x + BOX.width / 2, b.y];
    const middle = (y1 + y2) / 2;
    return `M${x1} ${y1} C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
  }
  return around(machine, [start, end]);
}

/** Past the left edge when both stand in the first column, else past the right one. */
function around(machine: MachineDrawing, [start, end]: readonly [DrawnState, DrawnState]): string {
  const [a, b] = [placeOf(start), placeOf(end)];
  const [y1, y2] = [a.y + BOX.height / 2, b.y + BOX.height / 2];
  const room = Math.min(MARGIN.x - 6, 12 + 9 * Math.abs(end.row - start.row));
  if (start.column === 0 && end.column === 0) {
    const x = a.x - room * 1.3;
    return `M${a.x} ${y1} C${x} ${y1} ${x} ${y2} ${b.x} ${y2}`;
  }
  const x = sizeOf(machine).width - MARGIN.x + room;
  return `M${a.x + BOX.width} ${y1} C${x} ${y1} ${x} ${y2} ${b.x + BOX.width} ${y2}`;
}
