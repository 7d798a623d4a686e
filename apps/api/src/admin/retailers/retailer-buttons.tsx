import type { RetailerState } from "@cartwright/db";
import type { VNode } from "preact";
import { mayDo } from "../admin-route.ts";
import { DeedButton } from "../deed-button.tsx";
import type { Visitor } from "../session.ts";
import { pageOf } from "./retailer-words.ts";

interface ButtonsProps {
  shop: Pick<RetailerState, "id" | "disabledAt" | "breaker">;
  visitor: Visitor;
  /** Where to go on from there. Absent: the retailer's own page. */
  back?: "needs-you";
}

/** What is done about a retailer in trouble, by whoever may. */
export function RetailerButtons({ shop, visitor, back }: ButtonsProps): VNode | null {
  if (!mayDo(visitor.role, "operator")) return null;
  const button = (verb: string, words: string) => (
    <DeedButton key={verb} to={`${pageOf(shop.id)}/${verb}`} words={words} visitor={visitor} fields={{ back }} />
  );
  return (
    <div class="deeds">
      {shop.disabledAt === null ? button("disable", "Disable") : button("enable", "Enable")}
      {shop.breaker === "closed" ? null : button("close-breaker", "Close the breaker")}
    </div>
  );
}
