import { demoShop } from "./demo-shop.ts";
import { evershop } from "./evershop.ts";
import { magento } from "./magento.ts";
import type { Profile } from "./profile.ts";
import { shopify } from "./shopify.ts";
import { woocommerce } from "./woocommerce.ts";

/** Every platform of which something is known beforehand. */
export const ALL_PROFILES: readonly Profile[] = [demoShop, evershop, shopify, woocommerce, magento];
