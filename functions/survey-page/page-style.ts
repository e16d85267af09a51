import { createHash } from 'node:crypto';

/**
 * The look of the page: system fonts and colours with at least 4.5:1 between text and ground, targets of 40 by 44 pixels, one
 * column that holds at 320 pixels, and nothing that moves.
 */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--text:#16191f;--quiet:#545b64;--line:#7d8998;--accent:#0b5cad;--on-accent:#fff;--wrong:#b3261e}
@media (prefers-color-scheme:dark){:root{--ground:#14181d;--text:#eef1f4;--quiet:#b4bcc6;--line:#8d99a8;--accent:#7db8f5;--on-accent:#0c1014;--wrong:#ff9c94}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:1.0625rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
header,main{max-width:38rem;margin:0 auto;padding:0 1rem}
header{border-bottom:1px solid var(--line)}
header p{font-weight:600;margin:1rem 0}
h1{font-size:1.5rem;line-height:1.3;margin:1.5rem 0 .5rem}
fieldset{border:0;margin:2rem 0;padding:0;min-width:0}
legend,.comment label{display:block;font-weight:600;padding:0;margin-bottom:.75rem}
.optional{font-weight:400;color:var(--quiet)}
.scale{display:grid;grid-template-columns:repeat(auto-fit,minmax(2.5rem,1fr));gap:.375rem}
.scale label{position:relative;display:block}
.scale input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.scale label>span{display:flex;align-items:center;justify-content:center;min-height:2.75rem;border:1px solid var(--line);border-radius:.5rem;font-weight:600}
.scale input:checked+span{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.scale input:hover+span{border-color:var(--accent)}
.scale input:focus-visible+span,button:focus-visible,textarea:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.ends{display:flex;justify-content:space-between;gap:1rem;margin-top:.5rem;font-size:.9375rem;color:var(--quiet)}
.ends span:last-child{text-align:end}
.spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
textarea{display:block;width:100%;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:.5rem;padding:.625rem}
button{display:block;width:100%;min-height:3rem;margin:1.5rem 0 3rem;border:0;border-radius:.5rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
.problem{border-inline-start:4px solid var(--wrong);padding-inline-start:.75rem;color:var(--wrong);font-weight:600}
@media (forced-colors:active){.scale input:checked+span{outline:3px solid Highlight}}
`;

/** What the page's policy knows the style by. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;
