import { ORDER_STATUSES, type OrderStatus } from "@cartwright/schemas";

const STATUS_WORDS: Record<OrderStatus, string> = {
  pending: "Pending",
  in_progress: "In progress",
  order_placed: "Placed",
  order_failed: "Failed",
};

export function loginPage(fault: string | undefined): string {
  const alert = fault === undefined ? "" : `<p class="fault" role="alert">${escapeHtml(fault)}</p>`;
  return page(
    "Sign in",
    `<main class="narrow">
<h1>Cartwright</h1>
<p class="muted">Sign in to the admin area.</p>
<form method="post" action="/admin/login">
${alert}<label for="user">User name</label>
<input id="user" name="user" autocomplete="username" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>
</form>
</main>`,
  );
}

export function homePage(counts: Partial<Record<OrderStatus, number>>): string {
  const tiles = ORDER_STATUSES.map(
    (status) =>
      `<li class="${status}"><strong>${(counts[status] ?? 0).toLocaleString("en-US")}</strong> ${STATUS_WORDS[status]}</li>`,
  );
  return page(
    "Admin",
    `<main>
<header><h1>Cartwright</h1><form method="post" action="/admin/logout"><button class="quiet" type="submit">Sign out</button></form></header>
<h2>Orders</h2>
<ul class="tiles">
${tiles.join("\n")}
</ul>
<h2>Queues</h2>
<p><a href="/admin/queues/">Jobs that tell the workers which orders to look at</a></p>
<p class="muted">The queue only says when to look at an order. What an order is, its row in Postgres says.</p>
</main>`,
  );
}

export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Cartwright</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/admin/style.css">
</head>
<body>
${body}
</body>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

export const STYLE = `:root { color-scheme: light dark; --ink: #1d2430; --paper: #f6f7f9; --card: #fff; --line: #d5dae2; --muted: #5c6675; --accent: #1f5fbf; --fault: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --paper: #14181e; --card: #1c222b; --line: #333c49; --muted: #98a3b3; --accent: #7fb0ff; --fault: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 44rem; margin: 3rem auto; padding: 0 1.25rem; }
main.narrow { max-width: 22rem; margin-top: 14vh; }
h1 { margin: 0; font-size: 1.5rem; }
h2 { margin: 2rem 0 .75rem; font-size: 1rem; color: var(--muted); font-weight: 600; }
header { display: flex; justify-content: space-between; align-items: center; }
.muted { color: var(--muted); }
.fault { margin: 0 0 1rem; color: var(--fault); }
main.narrow form { margin-top: 1.5rem; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
label { display: block; margin-bottom: .25rem; font-size: .875rem; font-weight: 600; }
input { width: 100%; margin-bottom: 1rem; padding: .55rem .7rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
button { padding: .55rem 1rem; font: inherit; font-weight: 600; color: var(--card); background: var(--accent); border: 0; border-radius: 6px; cursor: pointer; }
main.narrow button { width: 100%; }
button.quiet { color: var(--ink); background: none; border: 1px solid var(--line); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
main.wide { max-width: 80rem; }
code, pre, td, time { font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); font-size: .875rem; }
th, td { padding: .35rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; white-space: nowrap; }
td:last-child { width: 100%; white-space: normal; overflow-wrap: anywhere; color: var(--muted); }
tr.failed td { color: var(--fault); }
figure { margin: 1.25rem 0; }
figcaption, summary { margin-bottom: .4rem; font-weight: 600; }
figure img { max-width: 100%; border: 1px solid var(--line); border-radius: 6px; }
details { margin: 1.25rem 0; }
pre { max-height: 40rem; margin: 0; padding: 1rem; overflow: auto; background: var(--card); border: 1px solid var(--line); border-radius: 6px; font-size: .8125rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none; }
.tiles li { padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; color: var(--muted); }
.tiles strong { display: block; font-size: 1.75rem; line-height: 1.2; color: var(--ink); font-variant-numeric: tabular-nums; }
`;
