import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ALL_PROFILES } from "@cartwright/retailers/profiles";
import { detectProfile, inPage, readMoney, readProduct, surveyPage } from "@cartwright/retailers/testing/page-readers";
import { requireChromiumPath } from "@cartwright/testing";
import type { Page } from "puppeteer";
import { launchChromium, type RunningChromium } from "./browser/chromium.ts";

// How the storefront engine's scripts read pages, each a few lines of our own: what is on a page, which product, which sums.

const SHOP = "https://shop.example";
const FIXTURES = join(__dirname, "../../../packages/retailers/src/profiles/fixtures");

let chromium: RunningChromium;
let page: Page;

beforeAll(async () => {
  chromium = await launchChromium({ executablePath: requireChromiumPath(), unprivilegedUid: 65_534 });
});
afterAll(() => chromium.close());

beforeEach(async () => {
  page = await chromium.browser.newPage();
  // No shop is reached: whatever a page asks for is answered here, and its own address answers with what is shown.
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const isPage = request.isNavigationRequest();
    void request.respond({ status: isPage ? 200 : 404, contentType: "text/html", body: isPage ? shown : "" });
  });
});
afterEach(() => page.close());

let shown = "";

async function show(html: string, path = "/p/desk"): Promise<void> {
  shown = html.includes("<html") ? html : `<!doctype html><title>Shop</title><body>${html}</body>`;
  await page.goto(`${SHOP}${path}`, { waitUntil: "domcontentloaded" });
}

async function survey(html: string) {
  await show(html);
  const seen = await surveyPage(page);
  await seen.dispose();
  return seen;
}

async function productOf(html: string) {
  await show(html);
  const seen = await surveyPage(page);
  await seen.dispose();
  const buttons = seen.elements.filter(({ label }) => label === "Add to cart").map(({ at }) => at);
  return { buttons, product: await inPage(page.mainFrame(), readProduct, buttons) };
}

async function moneyOf(html: string, title = "Walnut Desk") {
  await show(html, "/cart");
  return await inPage(page.mainFrame(), readMoney, [{ title, path: `${SHOP}/p/desk`, identity: [] }]);
}

describe("a page is seen as a buyer sees it", () => {
  test.each([
    ["bound by its id", `<label for="c">City</label><input id="c">`],
    ["around its field", `<label>City <input></label>`],
    ["around a list, without the list's own words", `<label>City <select><option>Oakland</select></label>`],
    ["named by ARIA", `<span id="n">City</span><input aria-labelledby="n">`],
    ["said by ARIA", `<input aria-label="City">`],
  ])("a label that is %s is the field's", async (_, html) => {
    const { elements } = await survey(html);
    expect(elements.map(({ label }) => label)).toEqual(["City"]);
  });

  test("words beside a field without a label are near it, and another field's are not", async () => {
    const { elements } = await survey(`<div>City<input name="a"><input name="b"></div>`);
    expect(elements.map(({ label, near }) => [label, near])).toEqual([
      ["", "City"],
      ["", ""],
    ]);
  });

  test("what stands in a shadow tree is seen", async () => {
    const { elements } = await survey(
      `<div><template shadowrootmode="open"><label>City <input></label><button>Next</button></template></div>`,
    );
    expect(elements.map(({ label }) => label)).toEqual(["City", "Next"]);
  });

  test.each([
    ["display: none"],
    ["visibility: hidden"],
    ["opacity: 0"],
    ["position: absolute; left: -9999px; width: 20px"],
    ["height: 0; overflow: hidden"],
  ])("what is hidden by %j is not seen", async (style) => {
    const { elements } = await survey(`<div style="${style}"><input name="trap"></div><input name="own">`);
    expect(elements.map(({ name }) => name)).toEqual(["own"]);
  });

  test("of a styled radio the label is enough, and of a hidden text field it is not", async () => {
    const { elements } = await survey(
      `<input type="radio" id="r" style="display:none"><label for="r">Pickup</label>
       <input id="t" style="display:none"><label for="t">Trap</label>`,
    );
    expect(elements.map(({ label }) => label)).toEqual(["Pickup"]);
  });

  test("a frame's fields are seen in their frame, and a tracking pixel's frame is not looked at", async () => {
    const frame = (size: string, name: string) =>
      `<iframe style="${size}" srcdoc="<label>${name} <input></label>"></iframe>`;
    const { elements } = await survey(
      `<input aria-label="Own">${frame("width:300px;height:200px", "Card")}${frame("width:1px;height:1px", "Pixel")}`,
    );
    expect(elements.map(({ label }) => label)).toEqual(["Own", "Card"]);
    expect(elements[1]?.frame).not.toBe(page.mainFrame());
  });
});

describe("a product's page is about one product", () => {
  const RELATED = `<section><h2>You may also like</h2><div><a href="/p/lamp"><img alt="Lamp" width="9" height="9"></a>
    <button>Add to cart</button></div></section>`;
  const OWN = `<main><div><h1>Walnut Desk</h1><p>A fine desk.</p><button>Add to cart</button></div>`;

  test("a related product's button stands in a card, before and behind the product's own", async () => {
    const behind = await productOf(`${OWN}${RELATED}</main>`);
    expect(behind.product.candidates.map(({ isCard }) => isCard)).toEqual([false, true]);
    const before = await productOf(`<main>${RELATED}${OWN.replace("<main>", "")}</main>`);
    expect(before.product.candidates.map(({ isCard }) => isCard)).toEqual([true, false]);
    expect(before.product.heading).toBe("Walnut Desk");
  });

  test("JSON-LD is read however it is nested, and broken JSON-LD is none", async () => {
    const offer = { price: 36, priceCurrency: "USD", availability: "https://schema.org/OutOfStock" };
    const graph = {
      "@graph": [{ "@type": "WebPage" }, { "@type": ["Product"], name: "Walnut Desk", offers: [offer] }],
    };
    const { product } = await productOf(
      `<script type="application/ld+json">{broken</script>
       <script type="application/ld+json">${JSON.stringify(graph)}</script>${OWN}</main>`,
    );
    expect(product.structured).toEqual([
      {
        name: "Walnut Desk",
        url: "",
        price: "36",
        currency: "USD",
        availability: offer.availability,
        conditions: [],
        handlingDays: [],
      },
    ]);
  });

  test("condition and handling time are read of all the offers that the data know", async () => {
    const handlingTime = { "@type": "QuantitativeValue", minValue: 2, maxValue: 4, unitCode: "DAY" };
    const used = {
      itemCondition: "https://schema.org/UsedCondition",
      shippingDetails: { deliveryTime: { handlingTime } },
    };
    const fresh = { itemCondition: "https://schema.org/NewCondition" };
    const node = { "@type": "Product", name: "Walnut Desk", offers: { offers: [fresh, used] } };
    const { product } = await productOf(
      `<script type="application/ld+json">${JSON.stringify(node)}</script>${OWN}</main>`,
    );
    const [structured] = product.structured;
    expect(structured?.conditions).toEqual([fresh.itemCondition, used.itemCondition]);
    expect(structured?.handlingDays).toEqual([4]);
  });

  test("the words that say sold out are the product's own, and not a related one's", async () => {
    const soldOut = `<p>Sold out</p>`;
    const own = await productOf(`${OWN.replace("<p>", `${soldOut}<p>`)}${RELATED}</main>`);
    expect(own.product.lines).toContain("Sold out");
    const related = await productOf(`${OWN}${RELATED.replace("<button>", `${soldOut}<button>`)}</main>`);
    expect(related.product.lines).not.toContain("Sold out");
  });
});

describe("a cart's money is read line by line", () => {
  const SUMS = `<div><p>Subtotal <b>$72.00</b></p><p>Shipping <b>$5.00</b></p><p>Total <b>$77.00</b></p></div>`;

  test("of a table each row is a line, and its sums are none", async () => {
    const { lines, rows } = await moneyOf(`<table>
      <tr><th>Product<th>Price<th>Quantity<th>Total</tr>
      <tr><td><a href="/p/desk">Walnut Desk</a><td>$36.00<td><input name="qty" value="2"><td>$72.00</tr>
      <tr><td colspan="3">Total<td>$72.00</tr></table>`);
    expect(lines.map(({ amounts, quantityField }) => [amounts, quantityField])).toEqual([[["$36.00", "$72.00"], "2"]]);
    expect(rows.map(({ text }) => text)).toContain("Total $72.00");
  });

  test("of a list of blocks each is a line, also one that nobody ordered", async () => {
    const line = (title: string, price: string) =>
      `<div class="line"><img alt="" width="9" height="9"><a href="/p/${title}">${title}</a>
       <input name="quantity" value="1"><span>${price}</span></div>`;
    const { lines } = await moneyOf(`<div>${line("desk", "$36.00")}${line("plan", "$5.00")}</div>${SUMS}`);
    expect(lines.map(({ amounts }) => amounts)).toEqual([["$36.00"], ["$5.00"]]);
  });

  test("a drawer's line is told from the page's", async () => {
    const { lines } = await moneyOf(
      `<p>Welcome</p><div style="position:fixed;right:0;top:0"><ul><li><a href="/p/desk">Walnut Desk</a> 1 × <span>$36.00</span></li></ul></div>`,
    );
    expect(lines).toMatchObject([{ isFloating: true, amounts: ["$36.00"] }]);
  });

  test.each(["<del>$50.00</del>", "<s>$50.00</s>", `<span style="text-decoration:line-through">$50.00</span>`])(
    "the crossed-out price %s is no price",
    async (old) => {
      const { lines } = await moneyOf(
        `<ul><li><a href="/p/desk">Walnut Desk</a> <input name="qty" value="1"> ${old} <span>$36.00</span></li></ul>`,
      );
      expect(lines).toMatchObject([{ amounts: ["$36.00"] }]);
    },
  );

  test("what stands in front of an amount is its label, in a list of terms and in a table", async () => {
    const { rows } = await moneyOf(
      `<dl><dt>Subtotal<dd>$72.00<dt>Tax<dd>$6.00</dl><table><tr><th>Order total<td>$78.00</table>`,
    );
    expect(rows.map(({ text }) => text)).toEqual(["Subtotal $72.00", "Tax $6.00", "Order total $78.00"]);
  });
});

describe("a platform is recognised by its page", () => {
  const names = ["shopify", "woocommerce", "magento", "evershop"];
  const fixture = (name: string) => readFileSync(join(FIXTURES, `${name}.html`), "utf8");

  test.each(names)("%s's page is recognised by its own profile and by no other", async (name) => {
    await show(fixture(name));
    const found = [];
    for (const profile of ALL_PROFILES) found.push(await detectProfile(page, [profile]));
    expect(found.flatMap((profile) => profile?.name ?? [])).toEqual([name]);
  });

  const hints = ALL_PROFILES.filter(({ name }) => names.includes(name)).flatMap(({ name, hints = {} }) =>
    [hints.addToCart, hints.quantity, hints.placeOrder, hints.orderNumber].flatMap((selector) =>
      selector === undefined ? [] : [[name, selector] as const],
    ),
  );

  test.each(hints)("on %s's page there is what its profile hints at: %s", async (name, selector) => {
    await show(fixture(name));
    expect(await page.$(selector)).not.toBeNull();
  });

  test("a page of nobody's platform is recognised by no profile", async () => {
    await show("<h1>Walnut Desk</h1>");
    expect(await detectProfile(page, ALL_PROFILES)).toBeUndefined();
  });
});
