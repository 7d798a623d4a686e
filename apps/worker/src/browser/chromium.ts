import { accessSync, chownSync, constants, chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Browser } from "puppeteer";
import { findProfileOwner, profilePrefix } from "./profile-name.ts";

export interface ChromiumOptions {
  /** The binary: chromium-headless-shell, chromium or Chrome. */
  executablePath: string;
  /** The user that Chrome runs as when this process is root; its sandbox refuses to run as root. */
  unprivilegedUid: number;
  /** With a window, for somebody who watches: wants a binary that has one, and a display. */
  headful?: boolean;
  /** More command-line switches. */
  extraArguments?: readonly string[];
}

export interface RunningChromium {
  browser: Browser;
  pid: number | null;
  close: () => Promise<void>;
}

const CLOSE_WITHIN_MS = 5_000;
/** No answer from the browser for this long is none at all. */
const PROTOCOL_TIMEOUT_MS = 60_000;

const ARGUMENTS = [
  // The only way out is the attempt's proxy, given to each context. What has no context goes nowhere, and loopback and
  // link-local addresses go through the proxy too.
  "--proxy-server=http://127.0.0.1:1",
  "--proxy-bypass-list=<-loopback>",
  "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-default-apps",
  "--no-first-run",
  "--no-pings",
];

/**
 * Starts Chromium with its sandbox on, never as root, on a pipe: when this process dies, however it dies, the pipe closes
 * and the browser goes with it.
 */
export async function launchChromium(options: ChromiumOptions): Promise<RunningChromium> {
  // Said here in plain words: what starts it on root's behalf would only say that it failed.
  accessSync(options.executablePath, constants.X_OK);
  sweepProfiles();
  const profile = mkdtempSync(join(tmpdir(), profilePrefix(process.pid)));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(profile, options.unprivilegedUid, options.unprivilegedUid);
  const browser = await puppeteer.launch({
    executablePath: isRoot ? writeLauncher(profile, options) : options.executablePath,
    pipe: true,
    headless: options.headful !== true,
    protocolTimeout: PROTOCOL_TIMEOUT_MS,
    // Puppeteer's own 800 × 600 is a telephone to many shops, which then fold half of a page away.
    defaultViewport: { width: 1_280, height: 900 },
    userDataDir: profile,
    // Nothing of our environment (database URLs, keys) is the browser's business.
    env: {
      ...(options.headful === true ? { DISPLAY: process.env["DISPLAY"], XAUTHORITY: process.env["XAUTHORITY"] } : {}),
      HOME: profile,
      PATH: process.env["PATH"],
      LANG: "en_US.UTF-8",
      TZ: "UTC",
    },
    args: [...ARGUMENTS, ...(options.extraArguments ?? [])],
    // The worker ends its browser itself, after its orders.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  return {
    browser,
    pid: browser.process()?.pid ?? null,
    close: async () => {
      await closeOrKill(browser);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** A script that drops root's rights for good and becomes the browser, so that the process is the browser's own. */
function writeLauncher(profile: string, options: ChromiumOptions): string {
  const launcher = join(profile, "launch.sh");
  const uid = options.unprivilegedUid;
  writeFileSync(
    launcher,
    `#!/bin/sh\nexec setpriv --reuid ${uid} --regid ${uid} --clear-groups --no-new-privs '${options.executablePath}' "$@"\n`,
  );
  chmodSync(launcher, 0o755);
  return launcher;
}

async function closeOrKill(browser: Browser): Promise<void> {
  const process = browser.process();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      process?.kill("SIGKILL");
      resolve();
    }, CLOSE_WITHIN_MS);
  });
  await Promise.race([browser.close().catch(() => process?.kill("SIGKILL")), tooLate]);
  clearTimeout(timer);
}

/** Removes the profiles of processes that died without closing their browser. */
function sweepProfiles(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = findProfileOwner(name);
    if (pid === undefined || pid === process.pid || isAlive(pid)) continue;
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
