import { CheckoutFailure } from "@cartwright/orders";
import { findBoxes } from "./choices.ts";
import { chooseGiftInCart } from "./gift.ts";
import { pressSeen } from "./next-page.ts";
import { clearWay, named, pressFirmly } from "./obstacles.ts";
import { CHECKOUT_PATHS, pathsNear } from "./shop-paths.ts";
import type { Seen } from "./survey.ts";
import { look, lookForChange, open, pressable, type Walk } from "./walk.ts";

const BUTTON_WITHIN_MS = 4_000;

/** From the cart to the first page of the checkout. */
export async function startCheckout(walk: Walk): Promise<void> {
  const { session, profile } = walk;
  await acceptTerms(walk);
  await chooseGiftInCart(walk);
  const { before, button } = await findButton(walk);
  const paths = [profile?.hints?.checkoutPath, ...pathsNear(session.page.url(), CHECKOUT_PATHS)].filter(
    (path) => path !== undefined,
  );
  if (profile?.hints?.checkoutPath === undefined && button !== undefined) {
    await pressFirmly(walk, ({ elements }) => elements.find(({ key }) => key === button.key));
    const after = await lookForChange(walk, before);
    if (after.signature !== before && (walk.pulse.lastDocument()?.status ?? 200) < 400) {
      return session.saw(`checkout by "${button.label}"`);
    }
  }
  for (const path of paths) {
    const opened = await open(walk, new URL(path, session.page.url()).href);
    const isThere = (walk.pulse.lastDocument()?.status ?? 200) < 400 && /check-?out/i.test(opened.url);
    if (isThere) return session.saw(`checkout at ${path}`);
  }
  throw new CheckoutFailure("checkout_failed", "The shop shows no way from its cart to a checkout.");
}

/** The cart's button that leads on. One that is there and disabled waits for the page to be ready, mostly. */
async function findButton(walk: Walk): Promise<{ before: string; button: Seen | undefined }> {
  const until = performance.now() + BUTTON_WITHIN_MS;
  for (;;) {
    const survey = await clearWay(walk, await look(walk));
    const buttons = named(pressable(survey), "checkout");
    const [button] = buttons.length > 0 ? buttons : named(pressable(survey, { landmarks: true }), "checkout");
    const isWaiting = named(survey.elements, "checkout").some(({ isDisabled }) => isDisabled);
    if (button !== undefined || !isWaiting || performance.now() > until) return { before: survey.signature, button };
    await walk.pulse.stir(BUTTON_WITHIN_MS / 10);
  }
}

/** Some shops have their terms agreed to in the cart already. */
async function acceptTerms(walk: Walk): Promise<void> {
  const survey = await clearWay(walk, await look(walk));
  for (const box of findBoxes(survey)) {
    walk.session.saw(`ticked "${(box.label || box.near).slice(0, 60)}"`);
    await pressSeen(walk, survey, box);
  }
}
