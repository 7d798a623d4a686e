import { type Finding, fault, ok, warning } from "./finding.ts";

/** What decides about orders is Postgres's clock; this machine's is in logs, webhook signatures and the doubts of people. */
const NOTED_MS = 1_000;
/** Receivers of webhooks refuse what is signed minutes ago. */
const WRONG_MS = 60_000;

/** How far this machine's clock is from another's. */
export function judgeClock(name: string, whose: string, aheadMs: number): Finding {
  const off = Math.abs(aheadMs);
  const saw = `this machine's is ${(off / 1_000).toFixed(3)} s ${aheadMs < 0 ? "behind" : "ahead of"} ${whose}'s`;
  if (off < NOTED_MS) return ok(name, saw);
  const advice = "Set both clocks by NTP (timedatectl set-ntp true): webhooks are signed with the time.";
  return off < WRONG_MS ? warning(name, saw, advice) : fault(name, saw, advice);
}
