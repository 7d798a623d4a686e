import type { Pool } from "pg";

/** What this service's processes sign short-lived tokens with, by purpose. Throws where the migration did not make one. */
export async function readServiceSecret(pool: Pool, name: "address-override"): Promise<Buffer> {
  const { rows } = await pool.query<{ secret: Buffer }>("SELECT secret FROM service_secrets WHERE name = $1", [name]);
  const [row] = rows;
  if (row === undefined) throw new Error(`the service secret "${name}" is not there`);
  return row.secret;
}
