import { afterEach, describe, expect, test } from 'vitest';
import { type RunningCloud, sesOf, startCloud } from '../../local/index.ts';
import { sqsOf } from '../../local/sqs/index.ts';
import { sendMail } from '../../web/console/send-mail.ts';
import { OURS } from '../local/ses/mail-cloud.ts';
import { assemblyOf, receiving } from '../local/ses/mail-template.ts';

let running: RunningCloud | undefined;
afterEach(() => running?.stop());

/** A cloud that takes in mail, and what came in. */
async function mailServer() {
  running = await startCloud({
    ...{ mode: 'live', seed: 1, awsPort: 0, httpPort: 0, smtpPort: 0 },
    ...{ assemblyDirectory: '', assembly: assemblyOf(receiving) },
  });
  const { cloud, resources } = running;
  await cloud.call('ses', 'SetActiveReceiptRuleSet', { RuleSetName: 'ours' }, { kind: 'developer' });
  const queue = resources.find(({ logicalId }) => logicalId === 'Queue')?.attributes['Arn'] ?? '';
  return {
    port: sesOf(cloud).smtpPort() ?? 0,
    came: () => (sqsOf(cloud).queue(queue)?.peek() ?? []).map(({ body }) => JSON.parse(body)),
  };
}

const line = {
  from: 'ann@example.org',
  to: OURS,
  subject: 'Привет',
  text: '.one dot\n..two',
  id: 'letter-1',
};

describe('npm run send -- email', () => {
  test('hands a mail in as a foreign server would', async () => {
    const { port, came } = await mailServer();
    await sendMail({ ...line, port });
    await expect.poll(came).toMatchObject([
      {
        mail: {
          source: 'ann@example.org',
          commonHeaders: { messageId: expect.stringMatching(/^<letter-1@/) },
        },
      },
    ]);
  });

  test('says what the server says when it refuses', async () => {
    const { port, came } = await mailServer();
    await expect(sendMail({ ...line, to: 'nobody@example.com', port })).rejects.toThrow(/^550 5\.1\.1/);
    expect(came()).toEqual([]);
  });

  test('fails when nobody listens', async () => {
    await expect(sendMail({ ...line, port: 1 })).rejects.toThrow('ECONNREFUSED');
  });
});
