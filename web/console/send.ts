import { parseArgs } from 'node:util';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { isPhoneNumber } from '../../shared/domain/phone-number.ts';
import { sendChat } from './send-chat.ts';
import { sendMail } from './send-mail.ts';

// `npm run send -- sms --from +14255550182 --text "Hello"`: publishes what AWS End User Messaging would publish
// (AWS: End User Messaging SMS user guide, two-way SMS payload) to the running local cloud.
// `npm run send -- email --from ann@example.org --text "Hello"` hands a mail in by SMTP, as a foreign server would.
// `npm run send -- chat --text "Hello"` writes in the web chat as its page does.

const USAGE = `Usage: npm run send -- sms --from +14255550182 --text "Hello, where is my order?"
       npm run send -- email --from ann@example.org --text "Hello, where is my order?" [--subject "My order"] [--to <mailbox>]
       npm run send -- chat --text "Hello, where is my order?" [--visitor <token>]`;
const endpoint = `http://127.0.0.1:${process.env.LOCAL_AWS_PORT || '4566'}`;

/** What the project's templates give out. */
const smsOutputs = z.object({ InboundSmsTopicArn: z.string(), SmsPhoneNumber: z.string() });
const mailOutputs = z.object({ SupportEmailAddress: z.string() });
const chatOutputs = z.object({ ChannelsApiUrl: z.string() });

/** No blank, bracket or line break: it goes into a line of SMTP. */
const ADDRESS = /^[^\s<>@]+@[^\s<>@]+$/;

class UsageError extends Error {}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        text: { type: 'string' },
        id: { type: 'string' },
        visitor: { type: 'string' },
        subject: { type: 'string' },
        to: { type: 'string' },
      },
    });
    const { from, text, visitor, subject, to, id = crypto.randomUUID() } = values;
    const [channel, ...rest] = positionals;
    if (!text) throw new UsageError(USAGE);
    if (rest.length > 0) throw new UsageError(`Put the whole text in quotation marks.\n${USAGE}`);
    if (channel !== 'email' && (subject || to)) throw new UsageError(USAGE);
    if (channel === 'chat' && !from) return { channel, text, visitor, id } as const;
    if (!from || visitor) throw new UsageError(USAGE);
    if (channel === 'email') {
      for (const address of [from, to ?? from]) {
        if (!ADDRESS.test(address)) {
          throw new UsageError(`"${address}" is no mail address, such as ann@example.org.`);
        }
      }
      return { channel, from, to, subject: subject ?? 'A question', text, id } as const;
    }
    if (channel !== 'sms') throw new UsageError(USAGE);
    if (!isPhoneNumber(from)) {
      throw new UsageError(`"${from}" is no phone number in E.164, such as +14255550182.`);
    }
    return { channel, from, text, id } as const;
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(`${error instanceof Error ? error.message : ''}\n${USAGE}`);
  }
}

async function readOutputs<Schema extends z.ZodType>(outputs: Schema): Promise<z.output<Schema>> {
  try {
    const answer = await fetch(`${endpoint}/_local/outputs`);
    return outputs.parse(await answer.json());
  } catch {
    throw new UsageError(
      `No Throughline answers at ${endpoint}. Is npm start running, and on this LOCAL_AWS_PORT?`,
    );
  }
}

async function sendSms({ from, text, id }: { from: string; text: string; id: string }): Promise<void> {
  const { InboundSmsTopicArn, SmsPhoneNumber } = await readOutputs(smsOutputs);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const payload = {
    originationNumber: from,
    destinationNumber: SmsPhoneNumber,
    messageKeyword: text.split(/\s/)[0]?.toUpperCase(),
    messageBody: text,
    inboundMessageId: id,
  };
  const sns = new SNSClient({ endpoint, region: 'us-east-1', credentials });
  await sns.send(new PublishCommand({ TopicArn: InboundSmsTopicArn, Message: JSON.stringify(payload) }));
  console.log(`Sent as ${from} to ${SmsPhoneNumber}, message ${id}.`);
}

try {
  const wanted = readArguments();
  if (wanted.channel === 'sms') await sendSms(wanted);
  else if (wanted.channel === 'email') {
    const { SupportEmailAddress } = await readOutputs(mailOutputs);
    const to = wanted.to ?? SupportEmailAddress;
    await sendMail({ ...wanted, to, port: Number(process.env.LOCAL_SMTP_PORT || '2525') });
    console.log(`Sent as ${wanted.from} to ${to}, message ${wanted.id}.`);
  } else {
    const token = await sendChat({ ...wanted, ...(await readOutputs(chatOutputs)) });
    console.log(`Sent in the chat, message ${wanted.id}. To go on as this visitor: --visitor ${token}`);
  }
} catch (error) {
  const sentence = error instanceof Error ? error.message.trim() : String(error);
  console.error(error instanceof UsageError ? sentence : `Not sent: ${sentence}`);
  process.exit(1);
}
