CREATE TYPE "public"."key_mode" AS ENUM('live', 'test');--> statement-breakpoint
CREATE TYPE "public"."timeline_type" AS ENUM('order_accepted', 'attempt_started', 'attempt_returned', 'review_read', 'purchase_committed', 'purchase_not_released', 'in_doubt', 'order_placed', 'order_failed', 'price_alarm');--> statement-breakpoint
CREATE TYPE "public"."order_item_status" AS ENUM('pending', 'processing', 'ordered', 'shipped', 'delivered', 'cancelled', 'failed', 'skipped');--> statement-breakpoint
CREATE TYPE "public"."submit_outcome" AS ENUM('placed', 'absent', 'declined', 'not_released');--> statement-breakpoint
CREATE TYPE "public"."charged" AS ENUM('yes', 'no', 'unknown');--> statement-breakpoint
CREATE TYPE "public"."failure_code" AS ENUM('product_not_found', 'product_out_of_stock', 'product_unavailable', 'invalid_product_url', 'product_variant_required', 'product_variant_unavailable', 'product_quantity_unavailable', 'quantity_limit_exceeded', 'order_limit_exceeded', 'max_price_exceeded', 'add_to_cart_failed', 'cart_empty', 'cart_mismatch', 'checkout_blocked', 'captcha_blocked', 'bot_protection_blocked', 'form_validation_error', 'checkout_failed', 'unsupported_store_no_guest_checkout', 'shipping_address_invalid', 'shipping_unavailable', 'shipping_method_unavailable', 'gift_option_unavailable', 'payment_declined', 'payment_method_invalid', 'payment_failed', 'login_failed', 'session_expired', 'account_locked', 'account_verification_required', 'retailer_unavailable', 'retailer_not_supported', 'retailer_rate_limited', 'not_placed', 'manual_review_required', 'cancelled', 'spend_limit_exceeded');--> statement-breakpoint
CREATE TYPE "public"."order_phase" AS ENUM('queued', 'working', 'submitting', 'in_doubt', 'done');--> statement-breakpoint
CREATE TYPE "public"."order_status" AS ENUM('pending', 'in_progress', 'order_placed', 'order_failed');--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"default_recipient" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"mode" "key_mode" NOT NULL,
	"sha256" text NOT NULL,
	"hint" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_sha256_unique" UNIQUE("sha256"),
	CONSTRAINT "api_keys_sha256_is_hex" CHECK ("api_keys"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "order_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "order_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"order_id" uuid NOT NULL,
	"type" timeline_type NOT NULL,
	"label" text NOT NULL,
	"source" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "order_items" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"order_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"url" text NOT NULL,
	"quantity" integer NOT NULL,
	"variant" jsonb,
	"status" "order_item_status" DEFAULT 'pending' NOT NULL,
	"error_type" "failure_code",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "order_items_quantity_range" CHECK ("order_items"."quantity" BETWEEN 1 AND 100)
);
--> statement-breakpoint
CREATE TABLE "order_submits" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"order_id" uuid NOT NULL,
	"submit_no" integer NOT NULL,
	"fence" bigint NOT NULL,
	"worker_id" uuid NOT NULL,
	"expected_total_cents" integer NOT NULL,
	"cart_hash" text NOT NULL,
	"intent_at" timestamp with time zone NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"outcome" "submit_outcome",
	"evidence" jsonb,
	"settled_at" timestamp with time zone,
	CONSTRAINT "order_submits_total_positive" CHECK ("order_submits"."expected_total_cents" > 0)
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"serial" bigint GENERATED ALWAYS AS IDENTITY (sequence name "orders_serial_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"account_id" uuid NOT NULL,
	"mode" "key_mode" NOT NULL,
	"idempotency_key" varchar(36) NOT NULL,
	"fingerprint" text NOT NULL,
	"status" "order_status" DEFAULT 'pending' NOT NULL,
	"phase" "order_phase" DEFAULT 'queued' NOT NULL,
	"retailer" text NOT NULL,
	"max_price_cents" integer NOT NULL,
	"shipping_address" jsonb NOT NULL,
	"address_sent" jsonb NOT NULL,
	"address_validation" jsonb NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"po_number" text,
	"retry_of" uuid,
	"marker" text NOT NULL,
	"exclusive_key" text,
	"exclusive_hold" text GENERATED ALWAYS AS (CASE WHEN phase IN ('working', 'submitting', 'in_doubt') THEN exclusive_key END) STORED,
	"is_open" boolean GENERATED ALWAYS AS (phase <> 'done') STORED,
	"fence" bigint DEFAULT 0 NOT NULL,
	"lease_owner" uuid,
	"lease_until" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"dispatch_gen" integer DEFAULT 0 NOT NULL,
	"dispatch_look_at" timestamp with time zone DEFAULT now() NOT NULL,
	"next_action_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmation" jsonb,
	"failure_code" "failure_code",
	"failure" jsonb,
	"charged" charged,
	"price_components" jsonb,
	"placed_total_cents" integer,
	"estimated_delivery" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "orders_marker_unique" UNIQUE("marker"),
	CONSTRAINT "orders_max_price_range" CHECK ("orders"."max_price_cents" BETWEEN 1 AND 100000000),
	CONSTRAINT "orders_status_fits_phase" CHECK (CASE "orders"."phase"
        WHEN 'queued' THEN "orders"."status" IN ('pending', 'in_progress')
        WHEN 'done' THEN "orders"."status" IN ('order_placed', 'order_failed')
        ELSE "orders"."status" = 'in_progress' END),
	CONSTRAINT "orders_placed_has_confirmation" CHECK (("orders"."status" = 'order_placed') = ("orders"."confirmation" IS NOT NULL)),
	CONSTRAINT "orders_confirmation_is_evidence" CHECK ("orders"."confirmation" IS NULL OR jsonb_array_length("orders"."confirmation" -> 'merchant_order_ids') > 0
        OR "orders"."confirmation" ? 'page'),
	CONSTRAINT "orders_failed_has_code" CHECK (("orders"."status" = 'order_failed') = ("orders"."failure_code" IS NOT NULL)),
	CONSTRAINT "orders_done_says_charged" CHECK (("orders"."phase" = 'done') = ("orders"."charged" IS NOT NULL)),
	CONSTRAINT "orders_lease_fits_phase" CHECK (("orders"."phase" IN ('working', 'submitting')) = ("orders"."lease_owner" IS NOT NULL)
        AND ("orders"."lease_owner" IS NULL) = ("orders"."lease_until" IS NULL))
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"order_id" uuid NOT NULL,
	"event" text NOT NULL,
	"sequence" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"boot_id" text NOT NULL,
	"pid" integer NOT NULL,
	"pid_started_at" text NOT NULL,
	"browser_pid" integer,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp with time zone DEFAULT now() NOT NULL,
	"stopped_at" timestamp with time zone,
	"dead_confirmed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_submits" ADD CONSTRAINT "order_submits_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "order_events_by_order" ON "order_events" USING btree ("order_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "order_items_position" ON "order_items" USING btree ("order_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "order_submits_number" ON "order_submits" USING btree ("order_id","submit_no");--> statement-breakpoint
CREATE UNIQUE INDEX "order_submits_one_release" ON "order_submits" USING btree ("order_id") WHERE outcome IS DISTINCT FROM 'not_released';--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_per_key" ON "orders" USING btree ("account_id","mode","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_active_per_retailer_account" ON "orders" USING btree ("exclusive_hold");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_retry" ON "orders" USING btree ("retry_of");--> statement-breakpoint
CREATE INDEX "orders_by_account" ON "orders" USING btree ("account_id","mode","serial" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "orders_open" ON "orders" USING btree ("serial") WHERE is_open;--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_order_sequence" ON "outbox" USING btree ("order_id","sequence");