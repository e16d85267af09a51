import { type RunningCloud, type StartCloudOptions, startCloud } from '../../local/index.ts';

/** What one run decides about the cloud that it goes on in. */
export type Direction = Required<Pick<StartCloudOptions, 'hooks' | 'loadFunction'>> & {
  readonly virtual: Required<Pick<NonNullable<StartCloudOptions['virtual']>, 'tie' | 'jitter'>>;
};

interface Stage {
  readonly running: RunningCloud;
  direction: Direction;
}

const STRAIGHT: Direction['virtual'] = { tie: () => 0, jitter: (time) => time };

/** By assembly; the runs of one follow each other. */
const stages = new Map<string, Stage>();

/** The resources of an assembly as just made, for one run after the other: making them takes longer than most runs. */
export async function stageFor(assembly: string, seed: string, direction: Direction): Promise<RunningCloud> {
  const known = stages.get(assembly);
  // The making of the resources draws from no run's dice.
  const stage = known ?? (await buildStage(assembly, { ...direction, virtual: STRAIGHT }));
  stages.set(assembly, stage);
  stage.direction = direction;
  await stage.running.restart(seed);
  return stage.running;
}

async function buildStage(assemblyDirectory: string, direction: Direction): Promise<Stage> {
  const stage = { direction };
  const running = await startCloud({
    assemblyDirectory,
    mode: 'virtual',
    hooks: {
      beforeCall: (call) => stage.direction.hooks.beforeCall?.(call),
      afterCall: (call, outcome) => stage.direction.hooks.afterCall?.(call, outcome),
    },
    loadFunction: (...asked) => stage.direction.loadFunction(...asked),
    virtual: {
      // The traces are the same with 16; nothing here hops that often.
      idleTurns: 4,
      tie: () => stage.direction.virtual.tie(),
      jitter: (time, label) => stage.direction.virtual.jitter(time, label),
    },
  });
  return Object.assign(stage, { running });
}
