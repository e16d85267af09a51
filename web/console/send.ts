import { parseArgs } from 'node:util';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { isPhoneNumber } from '../../shared/domain/phone-number.ts';

// `npm run send -- sms --from +14255550182 --text "Hello"`: publishes what AWS End User Messaging would publish
// (AWS: End User Messaging SMS user guide, two-way SMS payload) to the running local cloud.

const USAGE = 'Usage: npm run send -- sms --from +14255550182 --text "Hello, where is my order?"';
const endpoint = `http://127.0.0.1:${process.env.LOCAL_AWS_PORT || '4566'}`;

/** What the project's templates give out. */
const outputs = z.object({ InboundSmsTopicArn: z.string(), SmsPhoneNumber: z.string() });

class UsageError extends Error {}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { from: { type: 'string' }, text: { type: 'string' }, id: { type: 'string' } },
    });
    const { from, text, id } = values;
    const [channel, ...rest] = positionals;
    if (channel !== 'sms' || !from || !text) throw new UsageError(USAGE);
    if (rest.length > 0) throw new UsageError(`Put the whole text in quotation marks.\n${USAGE}`);
    if (!isPhoneNumber(from)) {
      throw new UsageError(`"${from}" is no phone number in E.164, such as +14255550182.`);
    }
    return { from, text, id: id ?? crypto.randomUUID() };
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(`${error instanceof Error ? error.message : ''}\n${USAGE}`);
  }
}

async function readOutputs(): Promise<z.infer<typeof outputs>> {
  try {
    const answer = await fetch(`${endpoint}/_local/outputs`);
    return outputs.parse(await answer.json());
  } catch {
    throw new UsageError(
      `No Throughline answers at ${endpoint}. Is npm start running, and on this LOCAL_AWS_PORT?`,
    );
  }
}

try {
  const { from, text, id } = readArguments();
  const { InboundSmsTopicArn, SmsPhoneNumber } = await readOutputs();
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
} catch (error) {
  console.error(error instanceof UsageError ? error.message.trim() : `Not sent: ${error}`);
  process.exit(1);
}
