import { runOnDatabase } from "./stack/run-on-database.ts";

void runOnDatabase("apps/api/src/accounts/keys-main.ts");
