import { once } from "node:events";
import { createServer } from "node:net";

/** What a healthy Redis says of itself, as far as anybody here asks. */
const HEALTHY = {
  redis_version: "7.4.1",
  used_memory: "1048576",
  maxmemory: "0",
  maxmemory_policy: "noeviction",
  loading: "0",
  aof_enabled: "1",
  aof_last_write_status: "ok",
  rdb_last_bgsave_status: "ok",
  rdb_last_save_time: "0",
};

const COMMAND = /\*\d+\r\n\$\d+\r\n(\w+)\r\n(?:\$\d+\r\n[^\r]*\r\n)*/g;

/** A server that says of itself what a test wants, for faults that the tests' own Redis must not have. */
export async function openTalkingRedis(facts: Partial<typeof HEALTHY> & { aheadMs?: number }) {
  const { aheadMs = 0, ...told } = facts;
  const info = Object.entries({ ...HEALTHY, ...told })
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join("");
  const time = () => {
    const now = Date.now() + aheadMs;
    return [Math.floor(now / 1_000), (now % 1_000) * 1_000].map(String);
  };
  const bulk = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
  const answers: Record<string, () => string> = {
    info: () => bulk(info),
    time: () => `*2\r\n${time().map(bulk).join("")}`,
  };
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      for (const [, name = ""] of data.toString().matchAll(COMMAND)) {
        socket.write(answers[name.toLowerCase()]?.() ?? "+OK\r\n");
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  return { url: `redis://127.0.0.1:${address.port}`, close: () => server.close() };
}
