import { CheckoutFailure, requireCondition, requireHandling } from "@cartwright/orders";
import type { FailureCode, Variant } from "@cartwright/schemas";
import type { Page } from "puppeteer";
import type { OrderedItem } from "../driver.ts";
import { handlingDaysIn, limitIn, readCondition } from "../offer-words.ts";
import { pressThrough, textOf } from "../page-steps.ts";

const FORM = "#add-to-cart";

/** What the shop's own refusals at the product page mean. */
const REFUSALS: Record<string, FailureCode> = {
  variant_required: "product_variant_required",
  quantity_limit: "quantity_limit_exceeded",
  quantity_invalid: "product_quantity_unavailable",
  sold_out: "product_out_of_stock",
};

/** One choice of a product page: its label, the values there are, and the CSS name of its fields. */
interface Option {
  label: string;
  name: string;
  values: string[];
}

/** Throws where the product whose page is open is in another condition, or takes longer to be sent, than was ordered. */
export async function requireOffer(page: Page, item: OrderedItem, handlingDaysMax: number | null): Promise<void> {
  const shown = await textOf(page, "#condition");
  requireCondition(item, shown === undefined ? undefined : readCondition([shown]));
  requireHandling(handlingDaysMax, handlingDaysIn([(await textOf(page, ".stock")) ?? ""]));
}

/** Puts the product whose page is open into the cart, as often and in the variant that the order says. */
export async function addToCart(page: Page, item: OrderedItem): Promise<void> {
  if ((await page.$(`${FORM} button[type=submit]:disabled`)) !== null) {
    throw new CheckoutFailure("product_out_of_stock", "The product is sold out.");
  }
  await chooseVariant(page, item.variant ?? []);
  await page.locator(`${FORM} input[name=quantity]`).fill(String(item.quantity));
  await pressThrough(page, `${FORM} button[type=submit]`);
  await refuseFault(page);
}

async function chooseVariant(page: Page, wanted: Variant[]): Promise<void> {
  const options = await readOptions(page);
  for (const option of options) {
    const choice = wanted.find(({ label }) => isSame(label, option.label));
    const available = { label: option.label, values: option.values };
    if (choice === undefined) {
      throw new CheckoutFailure("product_variant_required", `The product needs a choice of ${option.label}.`, {
        observed: { available },
      });
    }
    const value = option.values.find((candidate) => isSame(candidate, choice.value));
    if (value === undefined) {
      throw new CheckoutFailure("product_variant_unavailable", `There is no ${option.label} "${choice.value}".`, {
        observed: { available },
      });
    }
    await choose(page, option, value);
  }
  const unknown = wanted.find(({ label }) => !options.some((option) => isSame(option.label, label)));
  if (unknown !== undefined) {
    throw new CheckoutFailure("product_variant_unavailable", `The product has no choice called "${unknown.label}".`, {
      observed: { available: options.map(({ label, values }) => ({ label, values })) },
    });
  }
}

async function readOptions(page: Page): Promise<Option[]> {
  const selects = await page.$$eval(`${FORM} select`, (fields) =>
    fields.map((field) => ({
      label: field.labels?.[0]?.textContent ?? field.name,
      name: field.name,
      values: [...field.options].map((option) => option.value).filter((value) => value !== ""),
    })),
  );
  const groups = await page.$$eval(`${FORM} fieldset`, (fieldsets) =>
    fieldsets.map((fieldset) => {
      const radios = [...fieldset.querySelectorAll<HTMLInputElement>("input[type=radio]")];
      return {
        label: fieldset.querySelector("legend")?.textContent ?? "",
        name: radios[0]?.name ?? "",
        values: radios.map((radio) => radio.value),
      };
    }),
  );
  return [...selects, ...groups];
}

async function choose(page: Page, option: Option, value: string): Promise<void> {
  const select = `${FORM} select[name="${option.name}"]`;
  if ((await page.$(select)) !== null) await page.select(select, value);
  else await page.click(`${FORM} input[name="${option.name}"][value="${value}"]`);
}

async function refuseFault(page: Page): Promise<void> {
  const alert = await page.$("[role=alert]");
  if (alert === null) return;
  const shopCode = await alert.evaluate((node) => node.getAttribute("data-code"));
  const message = (await textOf(page, "[role=alert]")) ?? "The product could not be put into the cart.";
  const limit = limitIn(message);
  throw new CheckoutFailure(REFUSALS[shopCode ?? ""] ?? "add_to_cart_failed", message, {
    observed: limit === undefined ? {} : { limit },
  });
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
