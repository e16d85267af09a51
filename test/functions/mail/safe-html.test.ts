import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { textOfHtml } from '../../../shared/mail/html-text.ts';
import { safeHtml } from '../../../shared/mail/safe-html.ts';

const made = (html: string) =>
  safeHtml(html, { imageOf: (id) => (id === 'pic' ? { key: 'inbound/email/1' } : undefined) });
const bodyOf = (html: string) => /<body>(.*)<\/body>/s.exec(made(html).html)?.[1];

describe('HTML of a mail', () => {
  test('keeps what people write with', () => {
    const html =
      '<p dir="rtl">a <b>b</b></p><table><tr><td colspan="2">c</td></tr></table><ol start="3"><li>d</li></ol><pre>e  f</pre>';
    expect(bodyOf(html)).toBe(html);
  });

  test('loses everything that runs, loads, hides or asks for something', () => {
    expect(
      bodyOf(
        '<style>p{}</style><script>x</script><form action="/x"><input value="y">a</form><iframe src="z">b</iframe>' +
          '<p id="i" class="c" onclick="x()" style="color:red;position:fixed;background:url(x)">d</p><!-- e -->' +
          '<svg><script>f</script></svg><object data="g">h</object><meta http-equiv="refresh" content="0"><base href="//i">',
      ),
    ).toBe('a<p style="color:red">d</p>');
  });

  test.each([
    ['a drawing', '<p>a</p><svg><path d="x"><p>b</p>c', '<p>a</p><p>b</p>c'],
    ['a drawing in a paragraph', '<p>a<svg><g><b>b</b></p><p>c', '<p>a<b>b</b></p><p>c</p>'],
    ['a formula', '<math><mi>x<div>b</div>', '<div>b</div>'],
    ['a drawing, before coloured words', '<svg><font color="red">b</font>', 'b'],
    ['a head, before an element', '<html><head><meta charset="utf-8"><p>b</p>', '<p>b</p>'],
    ['a head, before words', '<head><style>p{}</style>b<i>c</i>', 'b<i>c</i>'],
  ])('loses nothing that a reader sees behind %s that nobody has closed', (_what, html, kept) => {
    expect(bodyOf(html)).toBe(kept);
    expect(textOfHtml(html).text.replace(/\s/g, '')).toBe(kept.replace(/<[^>]*>/g, ''));
  });

  test.each([
    '<svg><text>a</text><a>b</a></svg>',
    '<svg><desc><p>a</p></desc><style><p>b</p></style><script><p>c</p></script></svg>',
    '<head> <title>a</title> <style>b</style><script>c</script> </head>',
    '<svg><title><p>a</p></title>',
  ])('shows nothing of %s', (html) => {
    expect(bodyOf(html)?.trim()).toBe('');
    expect(textOfHtml(html).text).toBe('');
  });

  test('shows images that came with it by their keys, and others as links that load nothing', () => {
    expect(bodyOf('<img src="cid:pic" alt="my bike">')).toBe(
      '<img data-attachment="inbound/email/1" alt="my bike">',
    );
    expect(bodyOf('<img src="https://x.example/a.png" alt="A&B">')).toBe(
      '<a data-image="remote" href="https://x.example/a.png" target="_blank" rel="noopener noreferrer nofollow">[image: A&amp;B]</a>',
    );
    expect(bodyOf('<img src="cid:other" alt="x"><img src="data:image/png;base64,AA"><img>')).toBe(
      '[image: x][image][image]',
    );
    expect(bodyOf('<img src="https://x.example/pixel" width="1" height="1">')).toBe('');
    expect(bodyOf('<a href="https://y.example/"><img src="https://x.example/a.png"></a>')).not.toContain(
      'x.example',
    );
  });

  test('draws small pictures that came with it, as wide as they were meant', () => {
    const data = 'data:image/png;base64,iVBORw0KGgo=';
    const drawn = (html: string, address = data) =>
      safeHtml(html, { imageOf: () => ({ key: 'k', data: address }) }).html;
    const html = drawn('<img src="cid:pic" alt="my bike" width="120" onerror="x()">');
    expect(html).toContain(`<img data-attachment="k" src="${data}" width="120" alt="my bike">`);
    expect(html).toContain("default-src 'none'; img-src data:;");
    for (const address of ['data:text/html;base64,AA', 'data:image/svg+xml;base64,AA', 'x" onerror="y'])
      expect(drawn('<img src="cid:pic">', address)).toContain('<img data-attachment="k" alt="">');
  });

  test('draws no more than a page can bear, however often a picture stands in it, and loses no words by it', () => {
    const data = `data:image/png;base64,${'A'.repeat(400_000)}`;
    const { html, cutShort } = safeHtml(`${'<img src="cid:pic">'.repeat(5_000)}<p>The end.</p>`, {
      imageOf: () => ({ key: 'k', data }),
    });
    expect(html.match(/src="data:/g)).toHaveLength(3);
    expect(html.match(/data-attachment/g)).toHaveLength(5_000);
    expect([cutShort, html.includes('The end.')]).toEqual([false, true]);
  });

  test.each([
    ['https://x.example/', 'https://x.example/'],
    ['HTTP://x.example', 'http://x.example/'],
    ['mailto:jo@example.com', 'mailto:jo@example.com'],
  ])('keeps a link to %s, which opens by itself and says not where from', (href, kept) => {
    expect(bodyOf(`<a href="${href}">x</a>`)).toBe(
      `<a href="${kept}" target="_blank" rel="noopener noreferrer nofollow">x</a>`,
    );
  });

  test.each([
    'javascript:alert(1)',
    'JaVa\tScript:alert(1)',
    '&#106;avascript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//x.example',
    '/relative',
    'blob:https://x.example/1',
  ])('keeps no link to %j', (href) => {
    expect(bodyOf(`<a href="${href}">x</a>`)).toBe('<a>x</a>');
  });

  // What is written as one thing and read as another (OWASP, "XSS filter evasion"; mutation XSS).
  test.each([
    '<img src=x onerror=alert(1)>',
    '<scr<script>ipt>alert(1)</script>',
    '<svg/onload=alert(1)>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<p title="&quot;><script>alert(1)</script>">',
    '<a href="https://x.example/&quot; onmouseover=&quot;alert(1)">x</a>',
    '<p style="color:red&quot;onclick=&quot;x">',
    '<p style="color:expression(alert(1));text-align:left;background:url(javascript:x)">',
    '<textarea><img src=x onerror=alert(1)></textarea><title><img src=x onerror=alert(1)></title>',
    '<xmp><img src=x onerror=alert(1)></xmp><plaintext><img src=x onerror=alert(1)>',
    '<img alt="&quot; onerror=&quot;alert(1)" src="cid:pic">',
    '<td colspan="1 onclick=x">',
    '<details open ontoggle=alert(1)>',
    '</body></html><script>alert(1)</script>',
    '<!--><script>alert(1)</script>-->',
    '<![CDATA[<script>alert(1)</script>]]>',
    '<template><script>alert(1)</script></template>',
    '<p dir="rtl&quot; onclick=x">',
    '<b onclick=alert(1)//',
  ])('SEC1 (ASVS 5.0 V1.3.1) runs nothing: %s', (html) => {
    expect(dangersIn(made(html).html)).toEqual([]);
  });

  test('runs nothing, whatever is in it, and is closed as it was opened', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '=',
      '/',
      '<!--',
      '-->',
      '&lt;',
      '&quot;',
      '<p ',
      '<a href=',
      'javascript:',
      'onclick=x ',
      '<script>',
      '</script>',
      '<style>',
      '<svg>',
      '</p>',
      '<b>',
      '</b>',
      '<img src=cid:pic ',
      'style=',
      'color:red',
      '<td>',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (all) => {
        const { html } = made(all.join(''));
        expect(dangersIn(html)).toEqual([]);
        expect(html.endsWith('</body></html>')).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is cut where it becomes too long or too deep, properly closed', () => {
    for (const html of [
      '<p title="xxxxxxxxxxxxxxxx">'.repeat(25_000),
      '<b>'.repeat(100_000),
      '&amp;'.repeat(500_000),
    ]) {
      const { html: safe, cutShort } = made(html);
      expect([cutShort, safe.length < 2_500_000, safe.endsWith('</body></html>')]).toEqual([
        true,
        true,
        true,
      ]);
      const count = (pattern: RegExp) => safe.match(pattern)?.length ?? 0;
      expect(count(/<b>/g)).toBe(count(/<\/b>/g));
    }
  });
});

/** Elements and attributes that stand on no list, read by a parser that knows nothing of how they were written. */
function dangersIn(html: string): string[] {
  const dangers: string[] = [];
  const head = new Set(['html', 'head', 'body', 'meta']);
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (/^(?:script|style|svg|math|iframe|object|embed|form|input|link|base|template|title)$/.test(tag))
        dangers.push(tag);
      for (const [name, value] of Object.entries(attributes)) {
        if (head.has(tag)) continue;
        const isKnown =
          /^(?:href|target|rel|title|dir|style|alt|colspan|rowspan|span|start|data-attachment|data-image)$/;
        if (!isKnown.test(name)) dangers.push(`${tag} ${name}`);
        if (name === 'href' && !/^(?:https?|mailto):/.test(value)) dangers.push(value);
        if (name === 'style' && /url|expression|position|@|\\/.test(value)) dangers.push(value);
      }
    },
  });
  parser.end(html);
  return dangers;
}
