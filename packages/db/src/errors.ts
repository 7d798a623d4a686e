const LOCK_NOT_AVAILABLE = "55P03";
const UNIQUE_VIOLATION = "23505";
// Classes of SQLSTATE in which the server, not the statement, is at fault.
const CONNECTION_CLASSES = ["08", "57P", "53"];
const SOCKET_CODES = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);
// pg's own words where it has no code to give.
const SOCKET_WORDS =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client was closed|not queryable/i;

/** Drizzle wraps the driver's error: the one with the SQLSTATE is the innermost. */
function rootCause(error: unknown): unknown {
  let current = error;
  while (current instanceof Error && current.cause !== undefined) current = current.cause;
  return current;
}

function errorCode(error: unknown): string {
  const root = rootCause(error);
  const code: unknown = typeof root === "object" && root !== null && "code" in root ? root.code : undefined;
  return typeof code === "string" ? code : "";
}

export function isLockTimeout(error: unknown): boolean {
  return errorCode(error) === LOCK_NOT_AVAILABLE;
}

export function isUniqueViolation(error: unknown): boolean {
  return errorCode(error) === UNIQUE_VIOLATION;
}

/** The unique constraint or index that a statement went against; undefined for any other error. */
export function violatedConstraint(error: unknown): string | undefined {
  if (!isUniqueViolation(error)) return undefined;
  const root = rootCause(error);
  return root instanceof Error && "constraint" in root ? String(root.constraint) : undefined;
}

/** The answer of a statement was lost, or none was to be had: what was written is unknown until it is read again. */
export function isConnectionLoss(error: unknown): boolean {
  const code = errorCode(error);
  if (CONNECTION_CLASSES.some((prefix) => code.startsWith(prefix)) || SOCKET_CODES.has(code)) return true;
  const root = rootCause(error);
  return root instanceof Error && SOCKET_WORDS.test(root.message);
}
