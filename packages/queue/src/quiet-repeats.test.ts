import { quietRepeats } from "./quiet-repeats.ts";

test("the same trouble is told once, and again after half a minute; another one at once", () => {
  const told: string[] = [];
  let nowMs = 0;
  const tell = quietRepeats(
    (error) => told.push(error.message),
    () => nowMs,
  );
  for (const message of ["refused", "refused", "reset", "refused"]) tell(new Error(message));
  expect(told).toEqual(["refused", "reset"]);
  nowMs = 30_000;
  tell(new Error("refused"));
  expect(told).toEqual(["refused", "reset", "refused"]);
});
