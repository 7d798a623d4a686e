import type { RetailerDriverName, RetailerSettings } from "@cartwright/schemas";
import { demoShopDriver } from "./demo-shop/driver.ts";
import type { BrowserDriver, CheckoutOrder, HttpDriver, RetailerDriver } from "./driver.ts";
import { openMedusaDriver } from "./medusa/driver.ts";
import { ALL_PROFILES } from "./profiles/index.ts";
import { openRecordingDriver } from "./recordings/recording-driver.ts";
import { openStorefrontDriver } from "./storefront/driver.ts";
import type { OperatorCard } from "./storefront/walk.ts";
import { openVendureDriver } from "./vendure/driver.ts";

export type { OperatorCard };

/** Drivers that this project wrote for one shop alone. */
const OWN_DRIVERS: readonly RetailerDriver[] = [demoShopDriver];

/** A retailer as the database knows it. */
export interface DrivenRetailer {
  id: string;
  driver: RetailerDriverName;
  settings: RetailerSettings;
  recording: Record<string, unknown> | null;
}

export interface DriverOptions {
  /** False: the engine goes by what every shop has, and nothing that is known of a platform. */
  useProfiles: boolean;
  /** What retailers are paid with that are paid by card. */
  card?: OperatorCard | undefined;
  /** Told of the shop platform that the engine recognised. */
  onPlatform?: ((platform: string) => void) | undefined;
}

/** The driver that was written for one retailer of the code's own catalogue. */
export function findOwnDriver(retailer: string): RetailerDriver | undefined {
  return OWN_DRIVERS.find((driver) => driver.retailer === retailer);
}

/** The driver for a retailer that was registered, or that an order came for. Throws CheckoutFailure for unusable settings. */
export function openDriver(retailer: DrivenRetailer, options: DriverOptions): RetailerDriver {
  return withOwnEmail(driverOf(retailer, options), retailer.settings.checkout_email);
}

function driverOf(retailer: DrivenRetailer, { useProfiles, card, onPlatform }: DriverOptions): RetailerDriver {
  const told = { retailer: retailer.id, settings: retailer.settings, card };
  switch (retailer.driver) {
    case "storefront":
      return openStorefrontDriver({ ...told, profiles: useProfiles ? ALL_PROFILES : [], onPlatform });
    case "recording":
      return openRecordingDriver({ ...told, recording: retailer.recording });
    case "medusa":
      return openMedusaDriver(told);
    case "vendure":
      return openVendureDriver(told);
  }
}

/** A shop may have an address of its own for its mails. */
function withOwnEmail(driver: RetailerDriver, pattern: string | undefined): RetailerDriver {
  if (pattern === undefined) return driver;
  const own = <S extends { order: CheckoutOrder }>(session: S): S => {
    const email = pattern.replace("{marker}", session.order.marker.toLowerCase());
    return { ...session, order: { ...session.order, email } };
  };
  if (driver.via === "http") {
    const begin: HttpDriver["begin"] = (session) => driver.begin(own(session));
    return { ...driver, begin };
  }
  const begin: BrowserDriver["begin"] = (session) => driver.begin(own(session));
  return { ...driver, begin };
}
