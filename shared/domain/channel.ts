/** The channels a customer can reach us on. */
export const CHANNELS = [
  'voice',
  'email',
  'sms',
  'whatsapp',
  'messenger',
  'instagram',
  'x',
  'telegram',
  'webchat',
  'app',
  'kiosk',
  'forum',
] as const;

export type Channel = (typeof CHANNELS)[number];
