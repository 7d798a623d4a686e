export * from "./client-network.ts";
export * from "./public-address.ts";
export * from "./public-lookup.ts";
