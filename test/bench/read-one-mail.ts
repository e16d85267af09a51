import { existsSync, readFileSync } from 'node:fs';
import { bytesOfFile } from '../../shared/mail/mail-file.ts';
import { readMail } from '../../shared/mail/read-mail.ts';
import { safeHtml } from '../../shared/mail/safe-html.ts';

// A process of its own for each mail, so that its memory is that mail's: prints one line of JSON.

const ordinary = Buffer.from(
  'From: Jo <jo@example.com>\r\nSubject: Bike\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>',
);
for (let round = 0; round < 20; round += 1) await read(ordinary);

const [file = ''] = process.argv.slice(2);
const mail = readFileSync(file);
const start = { passed: performance.now(), used: process.cpuUsage() };
const kind = await read(mail);
const { user, system } = process.cpuUsage(start.used);
// Another process on the same machine makes time pass, the collector's threads make time be used: the smaller is ours.
const milliseconds = Math.min(performance.now() - start.passed, (user + system) / 1_000);
const megabytes = mostMegabytes();
const keptMilliseconds = await keep(mail);
console.log(
  JSON.stringify({
    kind,
    milliseconds,
    keptMilliseconds,
    megabytes,
    keptMegabytes: mostMegabytes(),
  }),
);

/** From the bytes to all that the inbox and the archive get of texts. */
async function read(bytes: Buffer): Promise<string> {
  const read = await readMail(bytes);
  if (read.kind === 'mail' && read.html !== undefined) safeHtml(read.html, { imageOf: () => undefined });
  return read.kind;
}

/** What storing its files costs beside. */
async function keep(bytes: Buffer): Promise<number> {
  const read = await readMail(bytes);
  const used = process.cpuUsage();
  if (read.kind === 'mail') for (const part of read.files) bytesOfFile(bytes, part);
  const { user, system } = process.cpuUsage(used);
  return (user + system) / 1_000;
}

/** The most this process has held. What the system calls `maxrss` may be its parent's, so the kernel is asked first. */
function mostMegabytes(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) / 1024;
}
