/** The style of an order's page. It is sent within the page, and the page's policy allows this text alone. */
export const TRACKING_STYLE = `
:root { color-scheme: light dark; --ink: #17211d; --muted: #5d6b65; --paper: #f3f6f4; --card: #fff; --line: #dde5e0; --track: #d5dfd9; --accent: #0f6b4f; --accent-soft: #e2f1ea; --bad: #a63a1f; --bad-soft: #fbe9e3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8efeb; --muted: #9aaba3; --paper: #101613; --card: #17201b; --line: #2a352f; --track: #33413a; --accent: #5fd0a4; --accent-soft: #173a2d; --bad: #ff9b7d; --bad-soft: #40211a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
main { max-width: 62rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; }
h1 { margin: 0; font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.6rem); line-height: 1.15; letter-spacing: -.02em; text-wrap: balance; }
h2 { margin: 0; font-size: 1rem; }
p { margin: 0; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.muted, .eyebrow { color: var(--muted); font-size: .9rem; }
.eyebrow { margin-bottom: .5rem; font-variant-numeric: tabular-nums; }
.lead { margin-top: .5rem; font-size: 1.15rem; color: var(--muted); }
.progress { display: grid; grid-template-columns: repeat(3, 1fr); gap: .5rem; margin: 2.25rem 0 0; padding: 0; list-style: none; }
.progress li { padding-top: .7rem; border-top: 6px solid var(--track); border-radius: 3px; color: var(--muted); font-size: .95rem; }
.progress li.done { border-color: var(--accent); color: var(--ink); font-weight: 600; }
.progress.bad li.done { border-color: var(--bad); }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 23rem; gap: 1.25rem; align-items: start; margin-top: 2.25rem; }
.main, aside { display: grid; gap: 1.25rem; }
.card { padding: 1.4rem 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
.note { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); }
.parcel-head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .5rem 1rem; }
.number { margin-top: .35rem; font-variant-numeric: tabular-nums; }
.number span:first-child { margin-right: .35rem; font-weight: 600; }
.pill { padding: .15rem .65rem; border-radius: 99px; background: var(--paper); color: var(--muted); font-size: .82rem; font-weight: 600; white-space: nowrap; }
.pill.in_transit, .pill.shipped, .pill.delivered { background: var(--accent-soft); color: var(--accent); }
.pill.undeliverable, .pill.cancelled, .pill.failed { background: var(--bad-soft); color: var(--bad); }
.scans { margin: 1.4rem 0 0; padding: 0; list-style: none; }
.scans li { position: relative; padding: 0 0 1.25rem 1.75rem; }
.scans li:last-child { padding-bottom: 0; }
.scans li::before { content: ""; position: absolute; left: 0; top: .42rem; width: .7rem; height: .7rem; border-radius: 50%; background: var(--track); }
.scans li:first-child::before { background: var(--accent); box-shadow: 0 0 0 4px var(--accent-soft); }
.scans li.undeliverable:first-child::before { background: var(--bad); box-shadow: 0 0 0 4px var(--bad-soft); }
.scans li:not(:last-child)::after { content: ""; position: absolute; left: calc(.35rem - 1px); top: 1.4rem; bottom: -.15rem; width: 2px; background: var(--line); }
.scans strong { display: block; font-weight: 500; }
.scans li:first-child strong { font-weight: 650; }
.scans span, .scans time { color: var(--muted); font-size: .9rem; font-variant-numeric: tabular-nums; }
.scans span + time::before { content: " · "; }
address { margin-top: .6rem; font-style: normal; }
.items { margin: .35rem 0 0; padding: 0; list-style: none; }
.items li { display: flex; justify-content: space-between; align-items: start; gap: .75rem; padding: .75rem 0; border-top: 1px solid var(--line); }
.items li:first-child { border-top: 0; }
.items li:last-child { padding-bottom: 0; }
.items div { flex: 1; min-width: 0; }
.items .muted { display: block; }
.items .host { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.count { color: var(--muted); font-variant-numeric: tabular-nums; }
@media (max-width: 760px) { main { padding: 2rem 1rem 3rem; } .columns { grid-template-columns: minmax(0, 1fr); margin-top: 1.75rem; } .card { padding: 1.15rem 1.1rem; } .lead { font-size: 1.05rem; } .scans time { display: block; } .scans span + time::before { content: none; } }
@media print { body { background: none; } .card { break-inside: avoid; } }
`;
