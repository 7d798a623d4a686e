import type { DemoLayoutName } from "@cartwright/retailers/demo-shop/layouts";
import { accordion } from "./accordion.ts";
import { buttonsVariants } from "./buttons-variants.ts";
import { dependentState } from "./dependent-state.ts";
import { drawer } from "./drawer.ts";
import { fivePages } from "./five-pages.ts";
import { framed } from "./framed.ts";
import { germanOrder } from "./german-order.ts";
import { guestLink } from "./guest-link.ts";
import { lateButtons } from "./late-buttons.ts";
import { onePage } from "./one-page.ts";
import { accountRequired, canvasControl, errorAfterStoring } from "./plain-ways.ts";
import { querySteps } from "./query-steps.ts";
import { saveOnBlur } from "./save-on-blur.ts";
import { suggestions } from "./suggestions.ts";
import { termsAndAlerts } from "./terms-and-alerts.ts";
import { webComponents } from "./web-components.ts";
import type { Way } from "./way.ts";

/** A person's way through every layout. */
export const WAYS: Record<DemoLayoutName, Way> = {
  "one-page": onePage,
  accordion,
  "five-pages": fivePages,
  "save-on-blur": saveOnBlur,
  "query-steps": querySteps,
  "german-order": germanOrder,
  drawer,
  "guest-link": guestLink,
  framed,
  suggestions,
  "terms-and-alerts": termsAndAlerts,
  "buttons-variants": buttonsVariants,
  "dependent-state": dependentState,
  "late-buttons": lateButtons,
  "web-components": webComponents,
  "canvas-control": canvasControl,
  "no-number": { ...accordion, thanks: "Your order has been placed!" },
  "error-after-storing": errorAfterStoring,
  "account-required": accountRequired,
};
