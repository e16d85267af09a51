import type { Case } from '../../shared/domain/case.ts';
import type { LiveConnection, LiveTopic } from '../../shared/stores/live-connection-store.ts';
import type { PushLiveDependencies } from './dependencies.ts';
import type { LiveEvent } from './live-event.ts';

/** Milliseconds: later nobody is helped, for a screen that was cut off asks for everything when it is back. */
const STALE = 5 * 60_000;

/** Tells the screens that show a case that something happened to it. Told twice, they ask twice. */
export async function pushLive(event: LiveEvent, dependencies: PushLiveDependencies): Promise<void> {
  const { stores, now, log } = dependencies;
  const { eventId, caseId, interactionId, type } = event;
  if (now().getTime() - Date.parse(event.at) > STALE) return log('TL4009', { eventId, caseId });
  const subject = await stores.case(caseId);
  if (!subject) return;
  const topics = await Promise.all(topicsOf(subject).map(stores.connections));
  const connections = topics.flat();
  await Promise.all(connections.map((each) => tell(each, { type, caseId, interactionId }, dependencies)));
  if (connections.length > 0) log('TL4008', { eventId, caseId, count: connections.length });
}

/** Who sees this case on a screen: the visitor it came from. */
function topicsOf({ channel, contactPointId }: Case): readonly LiveTopic[] {
  return channel === 'webchat' ? [`visitor#${contactPointId}`] : [];
}

async function tell(
  connection: LiveConnection,
  update: Pick<LiveEvent, 'type' | 'caseId' | 'interactionId'>,
  { live, stores, now }: PushLiveDependencies,
): Promise<void> {
  if ((await live.tell(connection.connectionId, update)) === 'told') return;
  await stores.save({ ...connection, expiresAt: Math.floor(now().getTime() / 1000) });
}
