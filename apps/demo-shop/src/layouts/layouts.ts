import type { DemoLayoutName } from "@cartwright/retailers/demo-shop/layouts";
import type { Router } from "express";
import type { ShopDeps } from "../routes/visit.ts";
import { accordionWith } from "./accordion/accordion.tsx";
import { accountRequired } from "./account-required/account-required.tsx";
import { buttonsVariants } from "./buttons-variants/buttons-variants.tsx";
import { canvasControl } from "./canvas-control/canvas-control.tsx";
import { dependentState } from "./dependent-state/dependent-state.tsx";
import { drawer } from "./drawer/drawer.tsx";
import { errorAfterStoring } from "./error-after-storing/error-after-storing.tsx";
import { fivePages } from "./five-pages/five-pages.tsx";
import { framed } from "./framed/framed.tsx";
import { germanOrder } from "./german-order/german-order.tsx";
import { guestLink } from "./guest-link/guest-link.tsx";
import { lateButtons } from "./late-buttons/late-buttons.tsx";
import { onePage } from "./one-page/one-page.tsx";
import { querySteps } from "./query-steps/query-steps.tsx";
import { saveOnBlur } from "./save-on-blur/save-on-blur.tsx";
import { suggestions } from "./suggestions/suggestions.tsx";
import { termsAndAlerts } from "./terms-and-alerts/terms-and-alerts.tsx";
import { webComponents } from "./web-components/web-components.tsx";

/** Every layout by its name, and what opens its pages. */
export const LAYOUTS: Record<DemoLayoutName, (deps: ShopDeps) => Router> = {
  "one-page": onePage,
  accordion: accordionWith({ showNumber: true }),
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
  "no-number": accordionWith({ showNumber: false }),
  "error-after-storing": errorAfterStoring,
  "account-required": accountRequired,
};
