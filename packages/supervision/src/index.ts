export * from "./exit-codes.ts";
export * from "./run-program.ts";
