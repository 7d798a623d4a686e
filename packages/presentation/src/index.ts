export * from "./present-order.ts";
export * from "./present-parcel.ts";
export * from "./present-return.ts";
