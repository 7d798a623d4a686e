import { type NoCommand, readOrExplain, readWords, refuseWords } from "@cartwright/supervision";

const USAGE = `cartwright doctor [--online]

  Checks what this deployment stands on: configuration, Postgres and its migrations, clocks, Redis, Chromium and its sandbox, the spool
  and its disk, sealing keys, the admin area, workers. Says of each what was seen, and what to do about it. Exit code 1: a fault.

  --online  Asks Google about an address, too. Without it nothing outside of this deployment is called.
  --json    One JSON document.
  --help    Shows this.
`;

export interface DoctorCommand {
  isOnline: boolean;
}

/** Reads the words behind `cartwright doctor`. */
export function readDoctorCommand(args: string[]): { command: DoctorCommand } | { none: NoCommand } {
  return readOrExplain(args, USAGE, () => {
    const words = readWords(args, [], ["online"]);
    refuseWords(words, "doctor");
    return { isOnline: words.flags.has("online") };
  });
}
