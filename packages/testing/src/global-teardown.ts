import { dropDatabase, TEMPLATE_VARIABLE } from "./template-database.ts";

export default async function globalTeardown(): Promise<void> {
  const template = process.env[TEMPLATE_VARIABLE];
  if (template !== undefined) await dropDatabase(template);
}
