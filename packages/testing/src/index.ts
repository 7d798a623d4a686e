export * from "./child-process.ts";
export * from "./demo-shop.ts";
export * from "./factories.ts";
export * from "./free-port.ts";
export * from "./services.ts";
export * from "./template-database.ts";
export * from "./wait-for.ts";
