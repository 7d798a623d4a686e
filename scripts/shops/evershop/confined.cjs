// Loaded into every process of the shop (node --require). The shop is made for a server of its own; on somebody's machine it
// has to be confined:
// - it listens on every address, and has no setting for it: here it is heard on 127.0.0.1 only;
// - its seed fetches pictures from the internet: here it knows no host but this one, and its data are the same everywhere;
// - it starts two processes more, and leaves them behind when it is ended: here they go with it.
/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access,
   typescript/no-unsafe-return, typescript/no-unsafe-argument, typescript/unbound-method -- JavaScript has no types to check. */
const dns = require("node:dns");
const net = require("node:net");

const PARENT_LOOK_MS = 500;

const { listen } = net.Server.prototype;
net.Server.prototype.listen = function listenHere(port, ...rest) {
  const hasOnlyPort = typeof port === "number" && typeof rest[0] !== "string";
  return hasOnlyPort ? listen.call(this, port, "127.0.0.1", ...rest) : listen.call(this, port, ...rest);
};

const { lookup } = dns;
dns.lookup = function lookupHere(hostname, options, callback) {
  if (hostname === "localhost" || net.isIP(hostname) !== 0) return lookup.call(dns, hostname, options, callback);
  const answer = typeof options === "function" ? options : callback;
  const fault = new Error(`ENOTFOUND ${hostname}: this shop stays on its machine.`);
  process.nextTick(answer, Object.assign(fault, { code: "ENOTFOUND", hostname }));
  return {};
};

// With an exit of its own it ends what it has started; the signal alone would not let it.
process.once("SIGTERM", () => process.exit(0));
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(0), PARENT_LOOK_MS).unref();
