import { randomUUID } from "node:crypto";
import { type IncomingMessage, maxHeaderSize, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { type Face, findFace } from "./face.ts";
import { Problem, problemBody } from "./problem.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

/** How long the rest of a broken request is taken in, so that its sender gets to read the answer. */
const LINGER_MS = 1_000;
const KIB = 1_024;

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Answers what never becomes a request (not HTTP, too large, not in time) like everything else is answered, and closes the
 * connection. A request gets one answer: what breaks off after its answer gets none. Of a face's request, in the face's words.
 */
export function answerClientErrors(server: Server, log: Logger, faces: readonly Face[] = []): void {
  const latest = new WeakMap<Duplex, Exchange>();
  const given = new WeakSet<Duplex>();
  const note = (request: IncomingMessage, response: ServerResponse): void => {
    latest.set(request.socket, { request, response });
  };
  server.prependListener("request", note);
  server.prependListener("checkExpectation", note);

  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // What comes in after the first error is an error, too.
    if (given.has(socket)) return;
    given.add(socket);
    if (!socket.writable || error.code === "ECONNRESET") {
      socket.destroy();
      return;
    }
    const problem = problemOf(error);
    const last = latest.get(socket);
    if (last === undefined) refuse(socket, problem, log);
    else if (!last.request.complete) breakOff(last, socket, refusalOf(problem, findFace(faces, pathOf(last.request))));
    else afterAnswer(last.response, () => refuse(socket, problem, log));
  });
  server.on("connect", (_request, socket) => {
    // Node has let go of this one altogether.
    socket.on("error", () => socket.destroy()).resume();
    refuse(socket, new Problem("method_not_allowed", "CONNECT is not allowed here: this is no proxy."), log);
  });
}

function problemOf(error: NodeJS.ErrnoException): Problem {
  switch (error.code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new Problem("request_timeout", "The request did not arrive in full within the time allowed.");
    case "HPE_HEADER_OVERFLOW":
      return new Problem("headers_too_large", `The URL and the headers are larger than ${maxHeaderSize / KIB} KiB.`);
    case "HPE_INVALID_METHOD":
      return new Problem("bad_request", "The request's method is not one that HTTP knows.");
    case undefined:
    default:
      return new Problem("bad_request", "The request is not valid HTTP/1.1.");
  }
}

/** The body of a request in hand is at fault: its own response says so, unless it has said something already. */
function breakOff({ response }: Exchange, socket: Duplex, refusal: Refusal): void {
  if (response.headersSent) {
    socket.destroy();
    return;
  }
  const { json, headers } = answerTo(refusal);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = refusal.status;
  response.end(json);
}

/** The request in hand came in full and gets its answer; what came behind it on the connection is at fault. */
function afterAnswer(response: ServerResponse, act: () => void): void {
  if (response.writableFinished) act();
  else response.once("finish", act);
}

/** There is no response to speak through. */
function refuse(socket: Duplex, problem: Problem, log: Logger): void {
  if (!socket.writable) return;
  const { json, headers } = answerTo(refusalOf(problem, undefined));
  const requestId = randomUUID();
  const lines = Object.entries({ ...headers, "X-Request-Id": requestId, Date: new Date().toUTCString() });
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ""}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${json}`);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(timer));
  log.info({ request_id: requestId, status: problem.status, code: problem.code }, "not a request");
}

interface Refusal {
  status: number;
  mediaType: string;
  body: object;
}

/** In the words of the face whose path it was sent to. */
function refusalOf(problem: Problem, face: Face | undefined): Refusal {
  if (face === undefined) return { status: problem.status, mediaType: "application/json", body: problemBody(problem) };
  return { ...face.refuse(problem), mediaType: face.mediaType };
}

const pathOf = ({ url = "" }: IncomingMessage): string => url.split("?", 1)[0] ?? "";

function answerTo({ body, mediaType }: Refusal): { json: string; headers: Record<string, string> } {
  const json = JSON.stringify(body);
  const headers = {
    ...SECURITY_HEADERS,
    "Content-Type": `${mediaType}; charset=utf-8`,
    "Content-Length": String(Buffer.byteLength(json)),
    "Cache-Control": "no-store",
    Connection: "close",
  };
  return { json, headers };
}
