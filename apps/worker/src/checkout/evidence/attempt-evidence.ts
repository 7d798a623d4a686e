import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import {
  appendEvidence,
  type ClaimedOrder,
  errorFacts,
  type EvidenceKind,
  placeOfEvidence,
  type Pool,
} from "@cartwright/db";
import type { CheckoutStage } from "@cartwright/orders";
import type { CheckoutOrder, CheckoutSession, ShopAccount } from "@cartwright/retailers/driver";
import { type Keyring, seal } from "@cartwright/sealing";
import type { AttemptSteps } from "@cartwright/schemas";
import type { Logger } from "pino";
import type { Page } from "puppeteer";
import type { AttemptCounters } from "../../supervision/metrics.ts";
import { faultOf, openStepLog, type StepEntry } from "../step-log.ts";
import { type Mask, openMask } from "./mask.ts";
import { toMaskedHtml } from "./masked-html.ts";
import { takeMaskedPicture } from "./masked-picture.ts";
import { readPageSnapshot } from "./page-snapshot.ts";

/** What is good to have may take so long, and no longer. */
const PATIENCE_MS = 2_000;

const gzipped = promisify(gzip);

export interface EvidenceDeps {
  pool: Pool;
  /** Without it nothing is kept. */
  keyring: Keyring | undefined;
  counters: Pick<AttemptCounters, "stepTook">;
  log: Logger;
}

/** What an attempt leaves behind for people. Nothing of it delays or fails an order: whatever goes wrong is logged. */
export interface AttemptEvidence extends Pick<CheckoutSession, "step" | "saw"> {
  /** The account that is logged in with: nothing of it is shown either. */
  hide: (account: ShopAccount | undefined) => void;
  /** From now on pictures are of this page, and these are the hosts; no page where a shop's API is bought from. */
  follow: (visit: { page: Page | undefined; hosts: ReadonlySet<string> }) => void;
  /** A picture of what the page shows in its window, masked. Of payment pages none is taken. */
  picture: (label: string) => Promise<void>;
  /** A picture, and the page's masked HTML; why, where that is not what a step says. */
  failure: (label: string, error?: unknown) => Promise<void>;
  /** Keeps the steps. */
  close: (ending: string) => Promise<void>;
}

export function openAttemptEvidence(
  deps: EvidenceDeps,
  claimed: Pick<ClaimedOrder, "orderId" | "fence">,
  order: CheckoutOrder,
  onStage: (stage: CheckoutStage) => void,
): AttemptEvidence {
  const steps = openStepLog(deps.log, { onStage, onStep: (name, tookMs) => deps.counters.stepTook(name, tookMs) });
  const keep = openKeep(deps, claimed);
  const startedAt = new Date().toISOString();
  const openedAt = performance.now();
  const notes: string[] = [];
  let mask = openMask(order);
  let page: Page | undefined;
  let hosts: ReadonlySet<string> = new Set();

  const picture = (label: string) =>
    patiently(deps, notes, `picture: ${label}`, async (isLate) => {
      if (page === undefined || deps.keyring === undefined) return;
      const taken = await withSession(page, (client) => takeMaskedPicture(client, mask));
      if ("refused" in taken) notes.push(`no picture at "${label}": ${taken.refused}`);
      else if (!isLate()) keep.add("screenshot", label, taken.paint());
    });
  const html = (label: string) =>
    patiently(deps, notes, `page: ${label}`, async (isLate) => {
      if (page === undefined || deps.keyring === undefined) return;
      const root = await withSession(page, readPageSnapshot);
      if (!isLate()) keep.add("html", label, gzipped(toMaskedHtml(root, mask)));
    });

  return {
    step: steps.step,
    saw: steps.saw,
    hide: (account) => {
      mask = openMask(order, account);
    },
    follow: (visit) => {
      ({ page, hosts } = visit);
    },
    picture,
    failure: async (label, error) => {
      if (error !== undefined) notes.push(`${label}: ${mask.mask(faultOf(error))}`);
      await picture(label);
      await html(label);
    },
    close: (ending) =>
      patiently(deps, notes, "steps", async () => {
        const kept: AttemptSteps = {
          started_at: startedAt,
          took_ms: Math.round(performance.now() - openedAt),
          ending,
          hosts: [...hosts].sort(),
          notes,
          steps: steps.entries.map((entry) => toKeptStep(entry, mask)),
        };
        deps.log.debug({ hosts: kept.hosts, notes }, "hosts of the attempt");
        if (deps.keyring !== undefined) keep.add("steps", "steps", gzipped(JSON.stringify(kept)));
        await keep.settled();
      }),
  };
}

function toKeptStep({ name, atMs, tookMs, ok, saw, fault }: StepEntry, mask: Mask): AttemptSteps["steps"][number] {
  const kept = { name, at_ms: atMs, took_ms: tookMs, ok, saw: saw.map((what) => mask.mask(what)) };
  return fault === undefined ? kept : { ...kept, fault: mask.mask(fault) };
}

/** Seals and stores in the background: an attempt goes on meanwhile. */
function openKeep({ pool, keyring, log }: EvidenceDeps, { orderId, fence }: Pick<ClaimedOrder, "orderId" | "fence">) {
  // One after the other: their times tell their sequence.
  let last: Promise<void> = Promise.resolve();
  const store = async (ring: Keyring, kind: EvidenceKind, label: string, content: Promise<Buffer>): Promise<void> => {
    const id = randomUUID();
    const sealed = seal(ring, placeOfEvidence(id), await content);
    await appendEvidence(pool, { id, orderId, fence, kind, label, sealed, keyId: ring.sealsWith });
  };
  return {
    add: (kind: EvidenceKind, label: string, content: Promise<Buffer>): void => {
      if (keyring === undefined) return;
      // It may fail before its turn comes.
      content.catch(() => undefined);
      last = last
        .then(() => store(keyring, kind, label, content))
        .catch((error: unknown) => log.warn({ kind, err: errorFacts(error) }, "evidence is not kept"));
    },
    settled: () => last,
  };
}

/** A session beside the driver's own: what is asked on it does not wait for, or hold up, what the driver does. */
async function withSession<T>(
  page: Page,
  use: (client: Awaited<ReturnType<Page["createCDPSession"]>>) => Promise<T>,
): Promise<T> {
  const client = await page.createCDPSession();
  try {
    return await use(client);
  } finally {
    await client.detach().catch(() => undefined);
  }
}

/** Never throws, and never takes longer than its patience; what comes after that is let go of. */
async function patiently(
  { log }: EvidenceDeps,
  notes: string[],
  what: string,
  work: (isLate: () => boolean) => Promise<unknown>,
): Promise<void> {
  let isLate = false;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      isLate = true;
      notes.push(`${what} took too long`);
      log.warn({ what }, "evidence took too long: it is not waited for");
      resolve();
    }, PATIENCE_MS);
  });
  const done = work(() => isLate).catch((error: unknown) => {
    notes.push(`${what} could not be had`);
    log.warn({ what, err: errorFacts(error) }, "evidence is not kept");
  });
  await Promise.race([done, patience]);
  clearTimeout(timer);
}
