import { z } from "zod";

/** The states of the platform face's orders: a cart until it is complete, and from then on what became of its native order. */
export const CART_STATES = [
  "cart",
  "address",
  "delivery",
  "payment",
  "confirm",
  "complete",
  "canceled",
  "resumed",
] as const;
export const CartState = z.enum(CART_STATES);
export type CartState = z.infer<typeof CartState>;

export const SHIPMENT_STATES = ["backorder", "canceled", "partial", "pending", "ready", "shipped"] as const;
export const ShipmentState = z.enum(SHIPMENT_STATES);
export type ShipmentState = z.infer<typeof ShipmentState>;

export const PAYMENT_STATES = ["balance_due", "credit_owed", "failed", "paid", "void"] as const;
export const PaymentState = z.enum(PAYMENT_STATES);
export type PaymentState = z.infer<typeof PaymentState>;
