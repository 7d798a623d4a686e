import { CheckoutFailure, type CheckoutStage, requireSameCart, type ShownLine } from "@cartwright/orders";
import { parseUrl } from "@cartwright/schemas";
import { TimeoutError } from "puppeteer";
import type { KnownItem } from "../storefront/cart-lines.ts";
import { enterCard, needsCard } from "../storefront/card.ts";
import { readShownMoney } from "../storefront/money.ts";
import { refuseShown } from "../storefront/refusals.ts";
import { look, type Walk } from "../storefront/walk.ts";
import { learnProduct } from "./learn-product.ts";
import { OrderPlayer } from "./order-player.ts";
import { type Parameter, type ParameterName, SHIP_TO, valuesOf } from "./parameters.ts";
import {
  chosenBy,
  fillStep,
  nameStep,
  parametersOf,
  type StoredRecording,
  type StoredStep,
} from "./recorded-purchase.ts";

/** A recording that is being played for one order. */
export interface Play {
  walk: Walk;
  recording: StoredRecording;
  player: OrderPlayer;
  /** Which of an order's values the recording has a place for. */
  used: ReadonlySet<ParameterName>;
  stage: CheckoutStage;
}

export function openPlay(walk: Walk, recording: StoredRecording): Play {
  const used = new Set(parametersOf(recording).map(({ $parameter }) => $parameter));
  return { walk, recording, player: new OrderPlayer(walk.session.page), used, stage: "open_shop" };
}

/** Plays one step, counted from 1. Throws CheckoutFailure naming it. */
export async function playStep(play: Play, number: number): Promise<void> {
  const { walk, recording } = play;
  const step = recording.steps[number - 1];
  if (step === undefined || number > recording.buyStep) throw new Error(`step ${number} is none that is played`);
  if (step.type === "customStep" && step["name"] !== "card") return;
  const name = `recorded step ${number}: ${nameStep(step)}`;
  await walk.session.step(
    name,
    async () => {
      try {
        await run(play, step, number === recording.buyStep);
      } catch (error) {
        throw await explain(play, error, name);
      }
    },
    number === recording.buyStep ? undefined : play.stage,
  );
  if (typedBy(step) !== undefined && isCheckout(typedBy(step))) play.stage = "checkout";
}

async function run(play: Play, step: StoredStep, buys: boolean): Promise<void> {
  const { walk, player } = play;
  if (step.type === "customStep") return await payByCard(walk);
  const typed = typedBy(step);
  const chosen = chosenBy(step);
  const filled = fillStep(step, (parameter) => requireValues(play, parameter)[0] ?? "");
  const shown = await player.play(filled, {
    values: typed === undefined ? [typeof step.value === "string" ? step.value : ""] : requireValues(play, typed),
    variant: typed?.$parameter === "variant" ? typed.label : undefined,
    isOtherElement: chosen !== undefined,
    buys,
  });
  if (buys) return;
  if (isProduct(step)) {
    await walk.pulse.settle();
    walk.items = [await learnProduct(walk)];
    play.stage = "cart";
    return;
  }
  const parameter = typed ?? chosen;
  if (parameter !== undefined) noteTaken(play, parameter, shown ?? requireValues(play, parameter)[0] ?? "");
  if (step.type === "change") await walk.pulse.settle();
  else await noteCart(walk);
}

const typedBy = ({ value }: StoredStep): Parameter | undefined => (typeof value === "object" ? value : undefined);

/** What the shop was seen to take: its own words for a choice, and the address. */
function noteTaken({ walk }: Play, { $parameter }: Parameter, shown: string): void {
  if ($parameter === "variant") for (const item of walk.items) item.chosen.push(shown);
  if (SHIP_TO.has($parameter)) walk.shipTo += ` ${shown}`;
}

function requireValues({ walk, used }: Play, parameter: Parameter): readonly string[] {
  const values = valuesOf(parameter, walk.session.order, used);
  if (values !== undefined) return values;
  throw new CheckoutFailure("product_variant_required", `The order makes no choice of ${parameter.label}.`);
}

/** Keeps the cart's lines wherever a page shows them as they were ordered: the review may leave them out. */
async function noteCart(walk: Walk): Promise<void> {
  await look(walk);
  const { page, order } = walk.session;
  // A product's own page looks like a cart with one line.
  if (walk.items.length === 0 || walk.items.some((item) => isOnPageOf(item, page.url()))) return;
  const { lines } = await readShownMoney(page, walk.items);
  if (!isAsOrdered(lines, order.items)) return;
  walk.cartLines = lines;
  if (walk.cartUrl === "") walk.cartUrl = page.url();
}

function isAsOrdered(lines: readonly ShownLine[], ordered: Parameters<typeof requireSameCart>[1]): boolean {
  try {
    requireSameCart(lines, ordered);
    return true;
  } catch {
    return false;
  }
}

function isOnPageOf({ pageUrl }: KnownItem, url: string): boolean {
  return parseUrl(url)?.pathname === new URL(pageUrl).pathname;
}

async function payByCard(walk: Walk): Promise<void> {
  const survey = await look(walk);
  if (needsCard(walk, survey)) await enterCard(walk, survey);
}

const isProduct = ({ url }: StoredStep): boolean => typeof url === "object" && url.$parameter === "product_url";

const isCheckout = (parameter: Parameter | undefined): boolean =>
  parameter !== undefined && (SHIP_TO.has(parameter.$parameter) || parameter.$parameter === "email");

/** What went wrong with a step, in words that name it; what the shop itself says of it counts for more. */
async function explain({ walk }: Play, error: unknown, name: string): Promise<unknown> {
  const failure = error instanceof CheckoutFailure ? error : undefined;
  if (failure === undefined && !(error instanceof TimeoutError)) return error;
  if (failure === undefined || failure.code === "checkout_failed") {
    const said = await whatTheShopSays(walk);
    if (said !== undefined) return said;
  }
  const sentence = failure?.message ?? "it took too long";
  // What other parts of the engine throw is a sentence of its own.
  if (failure !== undefined && /^\p{Lu}/u.test(sentence)) return failure;
  const message = `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${sentence}.`;
  const observed = failure?.observed ?? {};
  return new CheckoutFailure(failure?.code ?? "checkout_failed", message, { observed, cause: error });
}

async function whatTheShopSays(walk: Walk): Promise<CheckoutFailure | undefined> {
  try {
    const survey = await look(walk);
    refuseShown(survey, true);
  } catch (error) {
    if (error instanceof CheckoutFailure) return error;
  }
  return undefined;
}
