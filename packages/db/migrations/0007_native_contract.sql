CREATE TYPE "public"."bulk_row_status" AS ENUM('pending', 'placed', 'failed');
--> statement-breakpoint
CREATE TYPE "public"."bulk_status" AS ENUM('pending', 'processing', 'completed', 'failed');
--> statement-breakpoint
CREATE TYPE "public"."webhook_state" AS ENUM('due', 'delivered', 'gave_up', 'skipped');
--> statement-breakpoint
CREATE TYPE "public"."return_reason" AS ENUM('damaged', 'not_delivered', 'empty_box', 'wrong_item', 'defective', 'not_as_described', 'wrong_size', 'no_longer_needed', 'forced_cancellation', 'other');
--> statement-breakpoint
CREATE TYPE "public"."return_status" AS ENUM('open', 'approved', 'denied', 'credited');
--> statement-breakpoint
CREATE TYPE "public"."tracking_status" AS ENUM('pending', 'in_transit', 'delivered', 'undeliverable');
--> statement-breakpoint
CREATE TABLE "bulk_batches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" "key_mode" NOT NULL,
	"api_key_id" uuid NOT NULL,
	"filename" text,
	"fingerprint" text NOT NULL,
	"status" "bulk_status" DEFAULT 'pending' NOT NULL,
	"row_count" integer NOT NULL,
	"notify_on_complete" boolean DEFAULT false NOT NULL,
	"notified_at" timestamp with time zone,
	"held_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bulk_rows" (
	"batch_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"row" json NOT NULL,
	"status" "bulk_row_status" DEFAULT 'pending' NOT NULL,
	"order_id" uuid,
	"error_code" text,
	"error" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bulk_rows_batch_id_position_pk" PRIMARY KEY("batch_id","position")
);
--> statement-breakpoint
CREATE TABLE "return_requests" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"order_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" "key_mode" NOT NULL,
	"status" "return_status" DEFAULT 'open' NOT NULL,
	"reason" "return_reason" NOT NULL,
	"notes" text,
	"resolution_notes" text,
	"items" jsonb NOT NULL,
	"label_urls" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"merchant_return_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"secret" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tracking_checkpoints" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tracking_checkpoints_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tracking_id" uuid NOT NULL,
	"checkpoint_time" timestamp with time zone NOT NULL,
	"status" "tracking_status" NOT NULL,
	"message" text NOT NULL,
	"city" text,
	"state" text,
	"zip" text,
	"country" text,
	"location" text
);
--> statement-breakpoint
CREATE TABLE "tracking_looks" (
	"order_id" uuid PRIMARY KEY NOT NULL,
	"look_at" timestamp with time zone DEFAULT now() NOT NULL,
	"looks" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"held_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "tracking_numbers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"order_id" uuid NOT NULL,
	"carrier" text NOT NULL,
	"tracking_number" text NOT NULL,
	"tracking_url" text,
	"status" "tracking_status" DEFAULT 'pending' NOT NULL,
	"estimated_delivery" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" "key_mode" NOT NULL,
	"url" text,
	"secret" "bytea" NOT NULL,
	"previous_secret" "bytea",
	"previous_until" timestamp with time zone,
	"key_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_endpoints_account_id_mode_pk" PRIMARY KEY("account_id","mode"),
	CONSTRAINT "webhook_endpoints_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "webhook_tries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_tries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"outbox_id" bigint NOT NULL,
	"try_no" integer NOT NULL,
	"url" text NOT NULL,
	"status_code" integer,
	"error" text,
	"answer" text,
	"duration_ms" integer NOT NULL,
	"tried_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
-- By hand: drizzle-kit would rewrite the whole timeline to give its type other values.
ALTER TYPE "public"."timeline_type" RENAME VALUE 'order_accepted' TO 'order_created';
--> statement-breakpoint
ALTER TYPE "public"."timeline_type" ADD VALUE 'cancelled';
--> statement-breakpoint
ALTER TYPE "public"."timeline_type" ADD VALUE 'tracking_acquired';
--> statement-breakpoint
ALTER TYPE "public"."timeline_type" ADD VALUE 'shipped';
--> statement-breakpoint
ALTER TYPE "public"."timeline_type" ADD VALUE 'delivered';
--> statement-breakpoint
ALTER TYPE "public"."timeline_type" ADD VALUE 'undeliverable';
--> statement-breakpoint
ALTER TYPE "public"."timeline_type" ADD VALUE 'cancelled_by_retailer';
--> statement-breakpoint
ALTER TYPE "public"."timeline_type" ADD VALUE 'return_requested';
--> statement-breakpoint
ALTER TYPE "public"."timeline_type" ADD VALUE 'return_resolved';
--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "order_id" DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "spend_limit_cents" bigint;
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "order_limit" integer;
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "spend_limit_cents" bigint;
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "order_limit" integer;
--> statement-breakpoint
ALTER TABLE "order_items" ADD COLUMN "condition_in" jsonb;
--> statement-breakpoint
ALTER TABLE "order_items" ADD COLUMN "condition_not_in" jsonb;
--> statement-breakpoint
ALTER TABLE "order_items" ADD COLUMN "cancellation_reason" text;
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "api_key_id" uuid;
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "handling_days_max" integer;
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "is_gift" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "gift_message" text;
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "fulfillment" jsonb DEFAULT '{}'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "concessions" jsonb DEFAULT '[]'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "order_submits" ADD COLUMN "concessions" jsonb DEFAULT '[]'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "webhook_id" uuid DEFAULT gen_random_uuid() NOT NULL;
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "account_id" uuid;
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "mode" "key_mode";
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "state" "webhook_state" DEFAULT 'due' NOT NULL;
--> statement-breakpoint
-- Events from before there was a delivery: nobody was told of them, and nobody will be.
UPDATE "outbox" SET "account_id" = "orders"."account_id", "mode" = "orders"."mode", "state" = 'skipped'
  FROM "orders" WHERE "orders"."id" = "outbox"."order_id";
--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "account_id" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "mode" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "next_try_at" timestamp with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "look_at" timestamp with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "held_until" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "body" text;
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "delivered_at" timestamp with time zone;
--> statement-breakpoint
-- The demo shop is the one sandbox: the accounts at every other shop are for live keys.
ALTER TABLE "retailer_accounts" ADD COLUMN "mode" "key_mode";
--> statement-breakpoint
UPDATE "retailer_accounts" SET "mode" = CASE WHEN "retailer_id" = 'demo-shop' THEN 'test' ELSE 'live' END::"key_mode";
--> statement-breakpoint
ALTER TABLE "retailer_accounts" ALTER COLUMN "mode" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "retailer_accounts" ADD COLUMN "short_id" text;
--> statement-breakpoint
UPDATE "retailer_accounts" SET "short_id" = 'cw_acct_' || upper(left(replace("id"::text, '-', ''), 8));
--> statement-breakpoint
ALTER TABLE "retailer_accounts" ALTER COLUMN "short_id" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "retailer_accounts" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
ALTER TABLE "retailer_accounts" ADD COLUMN "retailer_config" jsonb;
--> statement-breakpoint
ALTER TABLE "bulk_batches" ADD CONSTRAINT "bulk_batches_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "bulk_batches" ADD CONSTRAINT "bulk_batches_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "public"."api_keys"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "bulk_rows" ADD CONSTRAINT "bulk_rows_batch_id_bulk_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."bulk_batches"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "bulk_rows" ADD CONSTRAINT "bulk_rows_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "return_requests" ADD CONSTRAINT "return_requests_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "return_requests" ADD CONSTRAINT "return_requests_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tracking_checkpoints" ADD CONSTRAINT "tracking_checkpoints_tracking_id_tracking_numbers_id_fk" FOREIGN KEY ("tracking_id") REFERENCES "public"."tracking_numbers"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tracking_looks" ADD CONSTRAINT "tracking_looks_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tracking_numbers" ADD CONSTRAINT "tracking_numbers_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "webhook_tries" ADD CONSTRAINT "webhook_tries_outbox_id_outbox_id_fk" FOREIGN KEY ("outbox_id") REFERENCES "public"."outbox"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "bulk_batches_by_account" ON "bulk_batches" USING btree ("account_id","mode","created_at");
--> statement-breakpoint
CREATE INDEX "bulk_batches_by_fingerprint" ON "bulk_batches" USING btree ("account_id","mode","fingerprint");
--> statement-breakpoint
CREATE INDEX "bulk_batches_open" ON "bulk_batches" USING btree ("created_at") WHERE status IN ('pending', 'processing');
--> statement-breakpoint
CREATE INDEX "return_requests_by_order" ON "return_requests" USING btree ("order_id");
--> statement-breakpoint
CREATE INDEX "return_requests_by_account" ON "return_requests" USING btree ("account_id","mode","created_at");
--> statement-breakpoint
CREATE UNIQUE INDEX "tracking_checkpoints_once" ON "tracking_checkpoints" USING btree ("tracking_id","checkpoint_time","message");
--> statement-breakpoint
CREATE INDEX "tracking_looks_due" ON "tracking_looks" USING btree ("look_at");
--> statement-breakpoint
CREATE UNIQUE INDEX "tracking_numbers_once" ON "tracking_numbers" USING btree ("order_id","carrier","tracking_number");
--> statement-breakpoint
CREATE INDEX "tracking_numbers_by_number" ON "tracking_numbers" USING btree (lower("tracking_number") text_pattern_ops);
--> statement-breakpoint
CREATE INDEX "webhook_tries_by_event" ON "webhook_tries" USING btree ("outbox_id","id");
--> statement-breakpoint
CREATE INDEX "webhook_tries_by_time" ON "webhook_tries" USING btree ("tried_at");
--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "public"."api_keys"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "orders_by_time" ON "orders" USING btree ("account_id","mode","created_at");
--> statement-breakpoint
CREATE INDEX "orders_by_metadata" ON "orders" USING gin ("metadata" jsonb_path_ops) WHERE metadata <> '{}';
--> statement-breakpoint
CREATE INDEX "orders_by_merchant_order_id" ON "orders" USING gin ((replace(("confirmation" -> 'merchant_order_ids')::text, '-', '')::jsonb)) WHERE confirmation IS NOT NULL;
--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("look_at") WHERE state = 'due';
--> statement-breakpoint
CREATE INDEX "outbox_by_account" ON "outbox" USING btree ("account_id","mode","id");
--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_webhook_id_unique" UNIQUE("webhook_id");
--> statement-breakpoint
ALTER TABLE "retailer_accounts" ADD CONSTRAINT "retailer_accounts_short_id_unique" UNIQUE("short_id");
--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_gift_message_is_a_gifts" CHECK ("orders"."gift_message" IS NULL OR "orders"."is_gift");
--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_test_is_of_no_order" CHECK (("outbox"."order_id" IS NULL) = ("outbox"."event" = 'webhook.test'));
--> statement-breakpoint
-- What tokens are signed with that open nothing: two random UUIDs are 244 bits that nobody guesses.
INSERT INTO "service_secrets" ("name", "secret")
  VALUES ('address-override', decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
--> statement-breakpoint
-- Keys that could do everything can do everything that came since.
UPDATE "api_keys" SET "scopes" = "scopes" || '{webhooks:read,webhooks:write,accounts:read,accounts:write}'
  WHERE "scopes" @> '{orders:read,orders:write}';
--> statement-breakpoint
-- It was declared DESC, with its nulls last, and ORDER BY serial DESC has them first: a list was sorted anew each time.
DROP INDEX "orders_by_account";
--> statement-breakpoint
CREATE INDEX "orders_by_account" ON "orders" USING btree ("account_id","mode","serial");
