export * from "./exit-codes.ts";
export * from "./read-words.ts";
export * from "./run-program.ts";
export * from "./run-every.ts";
