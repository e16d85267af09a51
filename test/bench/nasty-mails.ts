/** Mails made to be expensive, each up to so many bytes: structure, headers, encodings, HTML, texts. */
export function nastyMails(size: number): Readonly<Record<string, () => Buffer>> {
  const fill = (piece: string, share = 1): string =>
    Buffer.alloc(Math.floor(size * share), piece, 'latin1').toString('latin1');
  const texts: Record<string, () => string> = {
    ...structures(fill),
    ...headers(),
    ...files(fill),
    ...pages(fill),
    ...plain(fill),
  };
  return Object.fromEntries(
    Object.entries(texts).map(([name, make]) => [
      name,
      () => Buffer.from(make(), 'latin1').subarray(0, size),
    ]),
  );
}

type Fill = (piece: string, share?: number) => string;
type Makers = Record<string, () => string>;

const HEAD = 'From: Jo <jo@example.com>\r\nTo: us@example.org\r\nSubject: x\r\nMessage-ID: <a@b>\r\n';
const multipart = (boundary: string, body: string): string =>
  `${HEAD}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${body}`;
const nested = (levels: number): string =>
  Array.from(
    { length: levels },
    (_, level) => `--b${level}\r\nContent-Type: multipart/mixed; boundary="b${level + 1}"\r\n\r\n`,
  ).join('');

function structures(fill: Fill): Makers {
  const fatHeader = `--b\r\n${'X-A: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n'.repeat(400)}\r\n<p>x\r\n`;
  return {
    'twenty thousand parts': () => multipart('b', '--b\r\n\r\nx\r\n'.repeat(20_000)),
    'parts of HTML': () => multipart('b', '--b\r\nContent-Type: text/html\r\n\r\n<p>x\r\n'.repeat(499)),
    'parts with long headers': () => multipart('b', fatHeader.repeat(499)),
    'two thousand levels': () => multipart('b0', nested(2_000)),
    'eight levels around everything': () => multipart('b0', nested(8) + fill('--\n')),
    'lines like boundaries': () => multipart('b', fill('--bb\r\n')),
    'a boundary of dashes': () => multipart('-'.repeat(70), fill('-')),
    'nearly a boundary of dashes': () => multipart(`${'-'.repeat(69)}x`, fill('-')),
    'a boundary of letters': () => multipart(`${'a'.repeat(100)}b${'a'.repeat(99)}`, fill('a')),
    'a boundary that never comes': () => multipart('b', fill('\n')),
    'nothing but line ends': () => fill('\r\n'),
    'nothing but noise': () => fill('\x01\x99\xff\n\0\r='),
    'no blank line': () => fill('a'),
  };
}

function headers(): Makers {
  const word = '=?utf-8?q?a?= ';
  const name = (value: string): string =>
    multipart('b', `--b\r\nContent-Type: a/b;${value}\r\n\r\nx\r\n`.repeat(400));
  return {
    'a hundred thousand header lines': () => `${'a: b\r\n'.repeat(100_000)}\r\nx`,
    'fifty thousand encoded words': () => `${HEAD}Subject: ${word.repeat(50_000)}\r\n\r\nx`,
    'encoded words up to the limit': () => `Subject: ${word.repeat(17_000)}\r\n\r\nx`,
    'encoded words in many headers': () => `From: a@b.c\r\n${`X: ${word.repeat(100)}\r\n`.repeat(150)}\r\nx`,
    'senders without end': () => `From: ${'a@b, "'.repeat(40_000)}\r\n\r\nx`,
    'a sender in brackets': () => `From: ${'(<"'.repeat(60_000)}\r\n\r\nx`,
    'recipients without end': () => `${HEAD}${`To: ${'a@b,'.repeat(8_000)}\r\n`.repeat(7)}\r\nx`,
    'references without end': () => `${HEAD}${`References: ${'<a@b>'.repeat(6_000)}\r\n`.repeat(8)}\r\nx`,
    'brackets without end': () => `${HEAD}${`References: ${'<'.repeat(30_000)}\r\n`.repeat(8)}\r\nx`,
    'a name in pieces': () => name('name*0*=%41;'.repeat(300)),
    'a name in words': () => name(`name="${word.repeat(250)}"`),
    'a name in comments': () => name(`name=${'('.repeat(3_800)}`),
  };
}

function files(fill: Fill): Makers {
  const file = (encoding: string, content: string): string =>
    multipart(
      'b',
      `--b\r\nContent-Type: a/b\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${content}\r\n--b--`,
    );
  return {
    'a large file': () => file('base64', fill(`${'QUFB'.repeat(19)}\r\n`, 0.9)),
    'a file of pads': () => file('base64', fill('Q==', 0.9)),
    'a file of rubbish': () => file('base64', fill('Q*\xff!', 0.9)),
    'a file of escapes': () => file('quoted-printable', fill('=3D', 0.9)),
    'a file of soft breaks': () => file('quoted-printable', fill('= \t\r\n', 0.9)),
    'a file of equals signs': () => file('quoted-printable', fill('=', 0.9)),
  };
}

function pages(fill: Fill): Makers {
  const page = (html: string): string => `${HEAD}Content-Type: text/html\r\n\r\n${html}`;
  const deep = '<b>'.repeat(290);
  return Object.fromEntries(
    Object.entries({
      'open elements': () => fill('<b>'),
      'closing tags of nothing': () => `${deep}${'</i>'.repeat(130_000)}`,
      'closing paragraphs': () => '</p>'.repeat(130_000),
      paragraphs: () => '<p>'.repeat(19_000) + fill('x', 0.01),
      entities: () => '&amp;'.repeat(100_000),
      ampersands: () => fill('&'),
      'opening brackets': () => fill('<'),
      comments: () => '<!--'.repeat(130_000),
      'many attributes': () => `<a ${Array.from({ length: 60_000 }, (_, index) => `b${index}`).join(' ')}>x`,
      'long styles': () => `<p style="${'color:red;'.repeat(50_000)}">x`,
      'many styles': () => '<p style="color:red">x</p>'.repeat(19_000),
      'many images': () => '<img src="http://a.b/c">'.repeat(19_000),
      'many links': () => '<a href="http://a.b/?d">x</a>'.repeat(18_000),
      quotations: () => '<blockquote>'.repeat(290) + '<br>x'.repeat(19_000),
      tables: () => `${'<table><tr><td>'.repeat(90)}${'</table>'.repeat(90)}`.repeat(250),
      'foreign elements': () => '<svg>'.repeat(250) + '<foreignObject></foreignObject>'.repeat(17_000),
      'unclosed script': () => `<script>${'</scrip'.repeat(70_000)}`,
      'words apart': () => fill(' x'),
    }).map(([name, make]) => [`HTML: ${name}`, () => page(make())]),
  );
}

function plain(fill: Fill): Makers {
  const text = (type: string, content: string): string =>
    `${HEAD}Content-Type: text/plain${type}\r\n\r\n${content}`;
  return {
    'a long text': () => text('', fill('lorem ipsum dolor\r\n')),
    'a text of line ends': () => text('', fill('\n')),
    'a text of flowed lines': () => text('; format=flowed; delsp=yes', fill('a \n')),
    'a text in halves of characters': () => text('; charset=utf-16', fill('\xd8\x00')),
    'a text that changes its alphabet': () => text('; charset=iso-2022-jp', fill('\x1b$B\x1b(B')),
    'a text of escapes': () => text('\r\nContent-Transfer-Encoding: quoted-printable', fill('=3D=')),
    'a text of pads': () => text('\r\nContent-Transfer-Encoding: base64', fill('=Q==\n')),
    'attributions without end': () => text('', fill('On 22 Nov 2026 10:00 a@b.c\nwrote:\n')),
    'header blocks without end': () => text('', fill('From: x\nSent: x\nb\nb\n\n')),
    'quotations without end': () => text('', fill('> \n\n')),
  };
}
