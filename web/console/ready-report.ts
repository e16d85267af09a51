import { type RunningCloud, sesOf } from '../../local/index.ts';
import type { Config } from '../../shared/config/config.ts';

/** What `npm start` says when everything runs: where it is, and how to try it. */
export function readyReport({ cloud, outputs }: RunningCloud, config: Config, seconds: string): string {
  const smtpPort = sesOf(cloud).smtpPort();
  const mailboxes = config.email?.mailboxes.map(({ address }) => address) ?? [];
  const places: readonly (readonly [name: string, place: string | undefined])[] = [
    ['Console', `${cloud.httpEndpoint}/`],
    ['AWS endpoint', `${cloud.endpoint}      control API: ${cloud.endpoint}/_local/health`],
    ['Agent API', outputs.AgentApiUrl],
    ['SMS number', outputs.SmsPhoneNumber],
    ['SMS topic', outputs.InboundSmsTopicArn],
    ['Mailboxes', mailboxes.length > 0 ? mailboxes.join(', ') : undefined],
    [
      'Mail (SMTP)',
      smtpPort === undefined
        ? undefined
        : `127.0.0.1:${smtpPort}      any mail program; every sender counts as proven`,
    ],
    ['Chat API', outputs.ChannelsApiUrl],
    ['Live updates', outputs.LiveUpdatesUrl],
    ['Survey pages', outputs.SurveyUrl && `${outputs.SurveyUrl}/…`],
  ];
  return `
Throughline is running on this machine, from the templates that cdk deploy ships (ready in ${seconds} s).

${places.flatMap(([name, place]) => (place ? [`  ${name.padEnd(14)} ${place}`] : [])).join('\n')}

  npm run send -- sms --from +14255550182 --text "Hello, where is my order?"

Simulated: phones, mail beyond this machine, End User Messaging, Amazon Connect. State is in memory and gone when you
stop it (Ctrl-C).
`;
}
