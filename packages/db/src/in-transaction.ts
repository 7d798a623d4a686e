import type { Pool, PoolClient } from "pg";

/** Runs `work` in one transaction on one connection; a connection that failed within it is not used again. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    // A connection that cannot even roll back is closed, and Postgres rolls back what it leaves open.
    await client.query("ROLLBACK").then(
      () => client.release(),
      (fault: unknown) => client.release(fault instanceof Error ? fault : true),
    );
    throw error;
  }
}
