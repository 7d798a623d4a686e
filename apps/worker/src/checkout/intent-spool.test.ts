import { execFile } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { readSpool } from "../supervision/read-spool.ts";
import { openIntentSpool } from "./intent-spool.ts";

const WORKER = { id: "00000000-0000-4000-8000-00000000000a", host: "h", bootId: "b", pid: 7, pidStartedAt: "1" };
const INTENT = {
  orderId: "00000000-0000-4000-8000-000000000001",
  marker: "CW-TEST",
  retailer: "demo-shop",
  fence: 1,
  expectedTotalCents: 1_000,
  cartHash: "cart",
  isMarkerShown: true,
  intentAt: new Date("2026-10-17T10:00:00.123Z"),
  deadline: new Date("2026-10-17T10:00:30.123Z"),
  lsn: "16/B374D848",
  systemIdentifier: "7562049834",
};
const LONG_MS = 5_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "spool-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (parts: { fileBytes?: number } = {}) => openIntentSpool({ folder, worker: WORKER, ...parts });
const fencesOf = async () => (await readSpool(folder)).map(({ intents }) => intents.map(({ fence }) => fence));

test("what was appended is there for whoever comes next, word for word, although the process never closed its file", async () => {
  const spool = await open();
  await spool.append(INTENT, LONG_MS);
  expect(await readSpool(folder)).toMatchObject([{ intents: [{ ...INTENT, worker: WORKER }], badLines: [] }]);
  await spool.close();
});

test("what was given up of an order is spooled without a word of the shop's", async () => {
  const conceded = {
    concern: "quantity" as const,
    code: "quantity_limit_exceeded",
    item_id: WORKER.id,
    requested_quantity: 12,
    fulfilled_quantity: 10,
  };
  const spool = await open();
  const intent = { ...INTENT, concessions: [{ ...conceded, message: "Sorry, Ada!", url: "https://shop.test/lamp" }] };
  await spool.append(intent, LONG_MS);
  const kept = [{ ...conceded, message: null, url: null }];
  expect(await readSpool(folder)).toMatchObject([{ intents: [{ concessions: kept }] }]);
  await spool.close();
});

test("appends at once do not mix, and files do not grow without bounds", async () => {
  const spool = await open({ fileBytes: 500 });
  await Promise.all([1, 2, 3, 4, 5].map((fence) => spool.append({ ...INTENT, fence }, LONG_MS)));
  await spool.close();
  expect(await fencesOf()).toEqual([[1, 2], [3, 4], [5]]);
});

test("a worker that bought nothing leaves no file", async () => {
  await (await open()).close();
  expect(readdirSync(folder)).toEqual([]);
});

test("a torn last line is passed over; a line in the middle that says nothing is reported", async () => {
  const spool = await open();
  await spool.append(INTENT, LONG_MS);
  const [file] = await readSpool(folder);
  appendFileSync(file?.path ?? "", 'nonsense\n{"order_id":"x"}\n');
  await spool.append({ ...INTENT, fence: 2 }, LONG_MS);
  appendFileSync(file?.path ?? "", '{"order_id":"0000');
  expect(await readSpool(folder)).toMatchObject([{ intents: [{ fence: 1 }, { fence: 2 }], badLines: [2, 3] }]);
  await spool.close();
});

test("a folder that goes away makes an append fail, and one that is back serves again", async () => {
  const spool = await open({ fileBytes: 1 });
  await spool.append(INTENT, LONG_MS);
  rmSync(folder, { recursive: true });
  await expect(spool.append({ ...INTENT, fence: 2 }, LONG_MS)).rejects.toThrow(/ENOENT/);
  mkdirSync(folder);
  await spool.append({ ...INTENT, fence: 3 }, LONG_MS);
  expect(await fencesOf()).toEqual([[3]]);
  await spool.close();
});

test("a disk that takes only half a line makes the append fail, and the half does no harm to the next", async () => {
  // The kernel itself cuts the write off: no file of this process may be larger than 512 bytes.
  const script = `
    const { openIntentSpool } = require(${JSON.stringify(path.join(__dirname, "intent-spool.ts"))});
    const intent = ${JSON.stringify(INTENT)};
    const dated = { ...intent, intentAt: new Date(intent.intentAt), deadline: new Date(intent.deadline) };
    openIntentSpool({ folder: ${JSON.stringify(folder)}, worker: ${JSON.stringify(WORKER)} }).then(async (spool) => {
      for (const fence of [1, 2, 3]) {
        await spool.append({ ...dated, fence }, 5000).then(() => console.log("kept"), (error) => console.log(error.message));
      }
    });`;
  const run = promisify(execFile);
  const { stdout } = await run("sh", ["-c", 'ulimit -f 1 && exec "$0" --import tsx -e "$1"', process.execPath, script]);
  expect(stdout.trim().split("\n")).toEqual(["kept", expect.stringMatching(/^only \d+ of \d+ bytes|EFBIG/), "kept"]);
  expect(await fencesOf()).toEqual([[1], [3]]);
});

test("an append that comes too late fails, and writes nothing", async () => {
  const spool = await open();
  await expect(spool.append(INTENT, -1)).rejects.toThrow("the disk did not take it in time");
  expect(await fencesOf()).toEqual([[]]);
  await spool.close();
});
