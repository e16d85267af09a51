import type { Operation } from '../core/service.ts';
import type { Store } from './store.ts';

/** Quotas of a new account out of the sandbox; no daily one is enforced here. */
const DAILY = 50_000;
const RATE = 14;

export const getAccount = (store: Store): Operation => ({
  permissions: () => [{ action: 'ses:GetAccount', resource: '*' }],
  run: () => ({
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: 'HEALTHY',
    ProductionAccessEnabled: !store.options.sandbox,
    SendingEnabled: true,
    SendQuota: {
      Max24HourSend: store.options.sandbox ? 200 : DAILY,
      MaxSendRate: store.options.sendingRate ?? (store.options.sandbox ? 1 : RATE),
      SentLast24Hours: store.sent,
    },
    SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
  }),
  usage: () => null,
});
