CREATE TYPE "public"."evidence_kind" AS ENUM('steps', 'screenshot', 'html');--> statement-breakpoint
CREATE TYPE "public"."retailer_driver" AS ENUM('storefront', 'recording', 'medusa', 'vendure');--> statement-breakpoint
CREATE TABLE "account_visits" (
	"exclusive_key" text PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"fence" bigint NOT NULL,
	"worker_id" uuid NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempt_evidence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"fence" bigint NOT NULL,
	"kind" "evidence_kind" NOT NULL,
	"label" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "attempt_evidence_size" CHECK (octet_length("attempt_evidence"."sealed") <= 8388608)
);
--> statement-breakpoint
CREATE TABLE "retailer_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"retailer_id" text NOT NULL,
	"label" text NOT NULL,
	"login" "bytea" NOT NULL,
	"password" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	"last_used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "retailer_origins" (
	"origin" text PRIMARY KEY NOT NULL,
	"retailer_id" text NOT NULL,
	CONSTRAINT "retailer_origins_is_origin" CHECK ("retailer_origins"."origin" ~ '^https?://[^/?#@[:space:][:upper:]]+$')
);
--> statement-breakpoint
-- Sealed bytes do not compress: Postgres need not try.
ALTER TABLE "attempt_evidence" ALTER COLUMN "sealed" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "retailer_account_id" uuid;--> statement-breakpoint
ALTER TABLE "retailers" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "retailers" ADD COLUMN "driver" "retailer_driver";--> statement-breakpoint
ALTER TABLE "retailers" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "retailers" ADD COLUMN "recording" jsonb;--> statement-breakpoint
ALTER TABLE "retailers" ADD COLUMN "min_interval_ms" integer;--> statement-breakpoint
ALTER TABLE "retailers" ADD COLUMN "last_claimed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "retailers" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "account_visits" ADD CONSTRAINT "account_visits_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt_evidence" ADD CONSTRAINT "attempt_evidence_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retailer_accounts" ADD CONSTRAINT "retailer_accounts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retailer_accounts" ADD CONSTRAINT "retailer_accounts_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retailer_origins" ADD CONSTRAINT "retailer_origins_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_visits_by_worker" ON "account_visits" USING btree ("worker_id");--> statement-breakpoint
CREATE INDEX "attempt_evidence_by_order" ON "attempt_evidence" USING btree ("order_id","created_at");--> statement-breakpoint
CREATE INDEX "attempt_evidence_by_age" ON "attempt_evidence" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "retailer_accounts_of_retailer" ON "retailer_accounts" USING btree ("id","retailer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "retailer_accounts_one_label" ON "retailer_accounts" USING btree ("account_id","retailer_id","label") WHERE "retailer_accounts"."disabled_at" IS NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_retailer_account" FOREIGN KEY ("retailer_account_id","retailer") REFERENCES "public"."retailer_accounts"("id","retailer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_account_is_exclusive" CHECK ("orders"."retailer_account_id" IS NULL OR "orders"."exclusive_key" IS NOT DISTINCT FROM "orders"."retailer_account_id"::text);--> statement-breakpoint
ALTER TABLE "retailers" ADD CONSTRAINT "retailers_min_interval_positive" CHECK ("retailers"."min_interval_ms" > 0);--> statement-breakpoint
ALTER TABLE "retailers" ADD CONSTRAINT "retailers_recording_has_driver" CHECK ("retailers"."recording" IS NULL OR "retailers"."driver" IS NOT DISTINCT FROM 'recording');