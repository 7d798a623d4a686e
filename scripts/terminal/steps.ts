const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MS = 80;

export interface Steps {
  /** Runs the work under this name and shows how long it took. What the work returns as text stands behind the name. */
  step<T>(name: string, work: () => Promise<T>, detail?: (result: T) => string): Promise<T>;
  note(text: string): void;
}

/** Steps on a terminal, with a spinner for those under way; in a pipe one line for each that has ended. */
export const openSteps = (stream: NodeJS.WriteStream): Steps => {
  const running = new Map<symbol, { name: string; startedAt: number }>();
  const isLive = stream.isTTY && process.env["TERM"] !== "dumb";
  let painted = 0;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  const wipe = () => {
    if (painted > 0) stream.write(`\u001b[${painted}A\u001b[J`);
    painted = 0;
  };
  const paint = () => {
    if (!isLive) return;
    wipe();
    const width = stream.columns || 80;
    for (const { name, startedAt } of running.values()) {
      stream.write(`${`${FRAMES[frame % FRAMES.length]} ${name} … ${seconds(startedAt)}`.slice(0, width - 1)}\n`);
      painted += 1;
    }
  };
  const say = (line: string) => {
    wipe();
    stream.write(`${line}\n`);
    paint();
  };
  const begin = (name: string): symbol => {
    const key = Symbol(name);
    running.set(key, { name, startedAt: Date.now() });
    if (isLive) timer ??= setInterval(() => ((frame += 1), paint()), FRAME_MS).unref();
    paint();
    return key;
  };
  const end = (key: symbol, line: string) => {
    running.delete(key);
    say(line);
    if (running.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    note: say,
    async step(name, work, detail) {
      const startedAt = Date.now();
      const key = begin(name);
      try {
        const result = await work();
        const more = detail?.(result) ?? "";
        end(key, `✓ ${name}${more === "" ? "" : ` · ${more}`} (${seconds(startedAt)})`);
        return result;
      } catch (error) {
        end(key, `✗ ${name} (${seconds(startedAt)})`);
        throw error;
      }
    },
  };
};

const seconds = (startedAt: number): string => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
