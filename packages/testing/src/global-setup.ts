import { createTemplate, TEMPLATE_VARIABLE } from "./template-database.ts";

// Pure tests alone need no Postgres: then there is nothing to set up.
export default async function globalSetup(): Promise<void> {
  if ((process.env["DATABASE_URL"] ?? "") === "") return;
  process.env[TEMPLATE_VARIABLE] = await createTemplate();
}
