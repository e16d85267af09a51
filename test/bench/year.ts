/** What a year is made of: messages of customers, each a case of its own, answered once. */
export const INTERACTIONS = 1_000_000;

export interface YearShare {
  readonly what: string;
  /** Times in a year. */
  readonly times: number;
  /** AWS charges of one, dollars. */
  readonly usdEach: number;
  /** What providers take for one. */
  readonly channelUsdEach: number;
}

export interface YearPart {
  readonly usd: number;
  readonly channelUsd: number;
}

/** What each kind of way costs. */
export interface WayPrices {
  readonly mail: YearPart;
  readonly chat: YearPart;
  readonly sms: YearPart;
  /** A survey asked by mail and answered on the page, beside the case it is about. */
  readonly survey: YearPart;
}

/** Shares of the channels in a year's messages. */
const MIX = { mail: 0.6, chat: 0.2, sms: 0.2 } as const;
/** One person is asked once in 30 days at most, so fewer surveys than cases. */
const SURVEYED = 0.25;

/** A year at a million messages, line by line; the deployment's own cost is the last. */
export function yearOf(prices: WayPrices, monthly: YearPart): YearShare[] {
  const share = (what: string, times: number, { usd, channelUsd }: YearPart): YearShare => {
    return { what, times, usdEach: usd, channelUsdEach: channelUsd };
  };
  return [
    share('mails, answered', INTERACTIONS * MIX.mail, prices.mail),
    share('chats, answered', INTERACTIONS * MIX.chat, prices.chat),
    share('SMS, answered', INTERACTIONS * MIX.sms, prices.sms),
    share('surveys by mail, answered', INTERACTIONS * SURVEYED, prices.survey),
    share('months of the deployment itself', 12, monthly),
  ];
}

export const yearTotal = (shares: readonly YearShare[]): YearPart => ({
  usd: shares.reduce((sum, { times, usdEach }) => sum + times * usdEach, 0),
  channelUsd: shares.reduce((sum, { times, channelUsdEach }) => sum + times * channelUsdEach, 0),
});
