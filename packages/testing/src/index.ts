export * from "./factories.ts";
export * from "./services.ts";
export * from "./template-database.ts";
