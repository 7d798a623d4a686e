import { readFileSync } from "node:fs";
import { type Pool, saveRecording } from "@cartwright/db";
import {
  type FieldDecision,
  type OpenValue,
  type ReadRecording,
  readRecording,
} from "../../packages/retailers/src/recordings/read-recording.ts";
import { registerShop, type Registration } from "../../apps/api/src/commands/retailers/registry.ts";
import { FIELDS, type ImportCommand, readFieldDecision } from "./retailers-command.ts";

/** Asks a person; undefined where there is none: a pipe. */
export type Ask = ((question: string) => Promise<string>) | undefined;

export interface Imported extends Registration {
  read: ReadRecording;
}

/** Reads a recording, asks what it does not say, and keeps it. Throws a sentence that says what is missing. */
export async function importRecording(pool: Pool, command: ImportCommand, ask: Ask): Promise<Imported> {
  const json = readJsonFile(command.file, "FILE");
  const said = command.told === undefined ? {} : readJsonFile(command.told, "--told");
  if (typeof said !== "object" || said === null || Array.isArray(said)) {
    throw new Error(`--told: expected a JSON object in ${command.told}. Received: ${JSON.stringify(said)}.`);
  }
  const told = { ...said, product_url: command.url.href };
  const fields = new Map(command.fields);
  let { buyStep } = command;
  const first = readRecording(json, told, { fields, buyStep });
  buyStep ??= await confirmBuyStep(first, ask);
  const asked = readRecording(json, told, { fields, buyStep });
  for (const open of asked.open) fields.set(open.step, await decide(open, asked.open, ask));
  const read = readRecording(json, told, { fields, buyStep });
  const registration = await registerShop(pool, command.url, { driver: "recording", name: command.retailerName });
  if (!(await saveRecording(pool, registration.retailer.id, { ...read.recording }))) {
    throw new Error(
      `${registration.retailer.id} was changed meanwhile, and the recording is not kept. Import it again.`,
    );
  }
  return { ...registration, read };
}

/** What became of the recording, for a terminal. */
export function describeImport({ retailer, isNew, notes, read }: Imported): string[] {
  return [
    ...read.found.map(
      ({ what, step, parameter: { $parameter, label } }) =>
        `  step ${step}: ${what} → ${$parameter}${label === undefined ? "" : ` ${label}`}`,
    ),
    `  step ${read.buy.step}: click "${read.buy.label}" → buys; what was recorded after it is left out`,
    `${retailer.id} is ${isNew ? "registered" : "changed"}: its orders are bought by this recording.`,
    ...notes,
  ];
}

async function confirmBuyStep({ buy }: ReadRecording, ask: Ask): Promise<number> {
  if (ask === undefined) {
    if (buy.isSure) return buy.step;
    throw new Error(
      `It is not sure which click buys: step ${buy.step} (click "${buy.label}") may. Say it: --buy-step ${buy.step}.`,
    );
  }
  for (;;) {
    const answer = (
      await ask(`Step ${buy.step}, click "${buy.label}", buys. Right? [y, or the step's number] `)
    ).trim();
    if (/^y(es)?$/i.test(answer)) return buy.step;
    if (/^[1-9]\d*$/.test(answer)) return Number(answer);
  }
}

async function decide(open: OpenValue, all: readonly OpenValue[], ask: Ask): Promise<FieldDecision> {
  if (ask === undefined) throw new Error(describeOpen(all));
  const guess = open.couldBe.length === 0 ? "" : ` It could be ${open.couldBe.join(" or ")}.`;
  const question = `Step ${open.step} puts "${open.value}" into ${open.selector}.${guess}
  Which part of an order is it? (keep: the same every time; card; variant:LABEL; ${FIELDS.join(", ")}) `;
  for (;;) {
    const decision = readFieldDecision(await ask(question));
    if (decision !== undefined) return decision;
  }
}

function describeOpen(open: readonly OpenValue[]): string {
  const lines = open.map(({ step, value, selector, couldBe }) => {
    const [guess = "keep"] = couldBe;
    return `  step ${step} puts "${value}" into ${selector}: --field 'step ${step}=${guess === "variant" ? "variant:LABEL" : guess}'`;
  });
  return [
    "The recording types what nothing says the meaning of. Say it of each step (keep: the same every time):",
    ...lines,
  ].join("\n");
}

function readJsonFile(file: string, what: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`${what}: expected a file that can be read. Received: ${file} (${messageOf(error)}).`, {
      cause: error,
    });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`${what}: expected JSON in ${file}. Received: ${messageOf(error)}.`, { cause: error });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
