import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RetailerDriver } from "@cartwright/retailers/driver";
import type { ContractCase, ContractShop, ContractTry } from "@cartwright/retailers/testing/driver-contract";
import { startDemoShop, type TestShop } from "@cartwright/testing";

export interface DemoContractShop extends ContractShop {
  /** `host:port`s that the browser has to reach. */
  hosts: string[];
}

const CUSTOMER = { login: "buyer@example.com", password: "harbor-and-pine" };

/** Words of a product's address that make the front change what the shop shows. */
const FOREIGN = "walnut-desk-organizer?front=euro";
const RESTLESS = "walnut-desk-organizer?front=restless";

/** Draws another total every millisecond. */
const RESTLESS_SCRIPT = `<script>
  let cents = 1000;
  setInterval(() => {
    for (const label of document.querySelectorAll("dl.totals dt")) {
      if (label.textContent.trim() === "Total") label.nextElementSibling.textContent = "$" + ((cents += 1) / 100).toFixed(2);
    }
  }, 1);
</script>`;

/** The demo shop behind a front that can make it sell in euros, or show a total that never stands still. */
export async function openDemoContractShop(
  driver: RetailerDriver,
  skipped: Partial<Record<ContractCase, string>>,
): Promise<DemoContractShop> {
  const shop = await startDemoShop();
  const front = await openFront(shop);
  const at = (product: string, account?: ContractTry["account"]): ContractTry => ({
    driver,
    item: { url: `${front.url}/products/${product}`, quantity: 1, variant: null },
    ...(account === undefined ? {} : { account }),
  });
  const sweater = at("merino-crew-sweater");
  const cases: Record<ContractCase, ContractTry> = {
    ordinary: at("walnut-desk-organizer"),
    variants: { ...sweater, item: { ...sweater.item, variant: SIZE_AND_COLOR } },
    price_changes: at(RESTLESS),
    unreadable_price: at("stoneware-planter"),
    foreign_currency: at(FOREIGN),
    tag_along: at("canvas-weekender-bag"),
    out_of_stock: at("ceramic-pour-over-set"),
    unknown_page: at("discontinued-lantern"),
    declined: at("leather-card-wallet"),
    sold_out_at_last: at("hand-thrown-mug"),
    login_failed: at("walnut-desk-organizer", { ...CUSTOMER, password: "not-the-password" }),
    lost_answer: at("wool-felt-slippers"),
    muddled_answer: at("enamel-stock-pot"),
    history: at("walnut-desk-organizer", CUSTOMER),
  };
  const reasons = Object.entries(skipped).map(([name, why]) => [name, { skipped: why }]);
  return {
    hosts: [new URL(front.url).host, ...shop.hosts],
    cases: { ...cases, ...(Object.fromEntries(reasons) as Partial<Record<ContractCase, { skipped: string }>>) },
    orders: async () =>
      (await shop.ledger()).map((line) => ({
        number: line.order_number,
        reference: line.reference,
        totalCents: line.total_cents,
      })),
    openConnections: front.connections,
    close: async () => {
      await front.close();
      await shop.close();
    },
  };
}

const SIZE_AND_COLOR = [
  { label: "Size", value: "M" },
  { label: "Color", value: "Navy" },
];

async function openFront(shop: TestShop) {
  /** By the visitor's cookie: what the front does to its pages. */
  const moods = new Map<string, string>();
  const server = createServer((request, response) => void forward(shop, moods, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let open = 0;
  server.on("connection", (socket) => {
    open += 1;
    socket.once("close", () => (open -= 1));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    connections: () => open,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(
  shop: TestShop,
  moods: Map<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = new Headers(
    Object.entries(request.headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  headers.delete("host");
  headers.delete("connection");
  headers.delete("content-length");
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  try {
    const answer = await fetch(`${shop.url}${request.url ?? "/"}`, {
      method: request.method ?? "GET",
      headers,
      redirect: "manual",
      ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
    });
    const mood = moodOf(moods, request, answer);
    const isPage = answer.headers.get("content-type")?.includes("html") === true;
    const body = isPage
      ? Buffer.from(repaint(mood, request.url ?? "", await answer.text()))
      : Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, headersOf(answer));
    response.end(body);
  } catch {
    // The shop closed the connection without an answer: so does its front.
    request.socket.destroy();
  }
}

function headersOf(answer: Response): Record<string, string> {
  const kept = ["content-type", "location", "set-cookie", "cache-control"];
  return Object.fromEntries(
    kept.flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name) ?? ""]] : [])),
  );
}

function moodOf(moods: Map<string, string>, request: IncomingMessage, answer: Response): string {
  const cookies = `${request.headers.cookie ?? ""};${answer.headers.get("set-cookie") ?? ""}`;
  const session = /hp_session=([^;]+)/.exec(cookies)?.[1] ?? "";
  const asked = /[?&]front=(\w+)/.exec(request.url ?? "")?.[1];
  if (asked !== undefined) moods.set(session, asked);
  return moods.get(session) ?? "";
}

function repaint(mood: string, path: string, html: string): string {
  if (mood === "euro") return html.replaceAll("$", "€").replaceAll("USD", "EUR");
  if (mood === "restless" && path.startsWith("/checkout/review"))
    return html.replace("</body>", `${RESTLESS_SCRIPT}</body>`);
  return html;
}
