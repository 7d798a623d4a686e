export * from "./exit-codes.ts";
export * from "./run-program.ts";
export * from "./run-every.ts";
