import { runOnDatabase } from "./stack/run-on-database.ts";

void runOnDatabase("packages/db/src/migrate-main.ts");
