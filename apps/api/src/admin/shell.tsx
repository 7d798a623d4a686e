import type { AdminRole } from "@cartwright/schemas";
import type { ComponentChildren, VNode } from "preact";
import { render } from "preact-render-to-string";
import { mayDo } from "./admin-route.ts";
import type { Visitor } from "./session.ts";

/** What the frame around a page needs to know. */
export interface Shell {
  title: string;
  /** Of the page itself, with `/admin`: its place in the menu is marked. */
  path: string;
  visitor: Visitor;
  /** What the last action said, once. */
  said?: string | undefined;
}

interface MenuEntry {
  href: string;
  words: string;
  role: AdminRole;
}

/** In the order in which somebody who was woken up at night needs them. */
const MENU: readonly MenuEntry[] = [
  { href: "/admin", words: "Overview", role: "viewer" },
  { href: "/admin/needs-you", words: "Needs you", role: "viewer" },
  { href: "/admin/orders", words: "Orders", role: "viewer" },
  { href: "/admin/retailers", words: "Retailers", role: "viewer" },
  { href: "/admin/webhooks", words: "Webhooks", role: "viewer" },
  { href: "/admin/accounts", words: "Accounts", role: "viewer" },
  { href: "/admin/catalogue", words: "Catalogue", role: "viewer" },
  { href: "/admin/users", words: "Users", role: "admin" },
  { href: "/admin/queues/", words: "Queues", role: "viewer" },
];

/** A page of the area, whole. */
export function renderPage(shell: Shell, content: ComponentChildren): string {
  return document(
    shell.title,
    <body>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="bar">
        <a class="wordmark" href="/admin">
          Cartwright
        </a>
        <Menu shell={shell} />
        <Who visitor={shell.visitor} />
      </header>
      {shell.said === undefined ? null : (
        <p class="said" role="status">
          {shell.said}
        </p>
      )}
      <main id="main">{content}</main>
    </body>,
  );
}

/** A page for whoever is not signed in, or may not see more. */
export function renderNarrow(title: string, content: ComponentChildren): string {
  return document(
    title,
    <body>
      <main id="main" class="narrow">
        {content}
      </main>
    </body>,
  );
}

function document(title: string, body: VNode): string {
  return `<!doctype html>${render(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Cartwright`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/admin/style.css" />
        <script src="/admin/live.js" defer />
      </head>
      {body}
    </html>,
  )}`;
}

function Menu({ shell }: { shell: Shell }): VNode {
  const entries = MENU.filter(({ role }) => mayDo(shell.visitor.role, role));
  return (
    <nav aria-label="Admin area">
      {entries.map(({ href, words }) => (
        <a key={href} href={href} aria-current={placeIn(href, shell.path)}>
          {words}
        </a>
      ))}
    </nav>
  );
}

/** The page itself, or the part of the area that it belongs to. */
function placeIn(href: string, path: string): "page" | "true" | undefined {
  if (href === path.replace(/\/$/, "")) return "page";
  return href !== "/admin" && path.startsWith(`${href}/`) ? "true" : undefined;
}

function Who({ visitor }: { visitor: Visitor }): VNode {
  return (
    <form class="who" method="post" action="/admin/logout">
      <Csrf visitor={visitor} />
      <span>
        {visitor.name} <span class="muted">({visitor.role})</span>
      </span>
      <button class="quiet" type="submit">
        Sign out
      </button>
    </form>
  );
}

/** What every form of the area carries. */
export function Csrf({ visitor }: { visitor: Visitor }): VNode | null {
  return visitor.csrf === undefined ? null : <input type="hidden" name="_csrf" value={visitor.csrf} />;
}
