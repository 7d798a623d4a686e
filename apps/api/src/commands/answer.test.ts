import { Problem } from "../http/problem.ts";
import { tell, tellFailure, tellNoCommand } from "./answer.ts";

function terminal() {
  const [said, complained]: [string[], string[]] = [[], []];
  return {
    said,
    complained,
    say: (line: string) => said.push(line),
    complain: (line: string) => complained.push(line),
  };
}

it("lets no word of a shop move the cursor or turn the line around", () => {
  const here = terminal();
  const title = "Mug \u001b[2J\u0007\u202Egum\u009b31m";
  tell(here, { lines: [title], json: undefined }, false);
  tell(here, { lines: [], json: { title } }, true);
  // oxlint-disable-next-line no-control-regex -- they are what must not be there
  expect(here.said.join("")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(JSON.parse(here.said[1] ?? "")).toEqual({ title });
});

it("tells a failure to a person in a sentence, and to a program with its code", () => {
  const problem = new Problem("order_not_retryable", "Only an order that failed can be retried.", {
    details: { status: "pending" },
  });
  const [person, program] = [terminal(), terminal()];
  expect([tellFailure(person, problem, false), tellFailure(program, problem, true)]).toEqual([1, 1]);
  expect(person).toMatchObject({ said: [], complained: [problem.message] });
  expect(JSON.parse(program.said.join(""))).toEqual({
    error: { code: "order_not_retryable", message: problem.message, details: { status: "pending" } },
  });
});

it("shows of a library's error the innermost words, which hold no parameter", () => {
  const here = terminal();
  tellFailure(here, new Error("Failed query: … params: Ada Quinn", { cause: new Error("relation is missing") }), false);
  expect(here.complained).toEqual(["relation is missing"]);
});

it("tells a program what it did not understand as JSON too, and says help to whoever asks", () => {
  const [program, person] = [terminal(), terminal()];
  expect(tellNoCommand(program, { words: "No.\n\nhelp\n", fault: "No.", exitCode: 2 }, true)).toBe(2);
  expect(JSON.parse(program.said.join(""))).toEqual({ error: { code: "bad_usage", message: "No.", details: {} } });
  expect(tellNoCommand(person, { words: "help\n", exitCode: 0 }, true)).toBe(0);
  expect(person.said).toEqual(["help"]);
});
