CREATE TYPE "public"."admin_role" AS ENUM('viewer', 'operator', 'admin');--> statement-breakpoint
CREATE TABLE "admin_sessions" (
	"sha256" text PRIMARY KEY NOT NULL,
	"user_id" uuid,
	"user_name" text NOT NULL,
	"credential" text,
	"csrf" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "admin_sessions_whose" CHECK (("admin_sessions"."user_id" IS NULL) = ("admin_sessions"."credential" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "admin_users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"role" "admin_role" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_login_at" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "admin_users_hash_form" CHECK ("admin_users"."password_hash" LIKE 'scrypt$%')
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"user_name" text NOT NULL,
	"role" "admin_role" NOT NULL,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"request_id" text,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "order_hours" (
	"hour" timestamp with time zone NOT NULL,
	"mode" "key_mode" NOT NULL,
	"retailer" text NOT NULL,
	"accepted" integer DEFAULT 0 NOT NULL,
	"placed" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"cancelled" integer DEFAULT 0 NOT NULL,
	"placed_cents" bigint DEFAULT 0 NOT NULL,
	"place_seconds_sum" double precision DEFAULT 0 NOT NULL,
	"place_seconds_p50" double precision,
	"place_seconds_p95" double precision,
	"failure_codes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "order_hours_hour_mode_retailer_pk" PRIMARY KEY("hour","mode","retailer"),
	CONSTRAINT "order_hours_is_an_hour" CHECK (date_trunc('hour', "order_hours"."hour", 'UTC') = "order_hours"."hour")
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "trace_context" text;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "version" text;--> statement-breakpoint
ALTER TABLE "admin_sessions" ADD CONSTRAINT "admin_sessions_user_id_admin_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."admin_users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "admin_sessions_by_expiry" ON "admin_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "admin_users_name" ON "admin_users" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "audit_log_by_subject" ON "audit_log" USING btree ("subject_type","subject_id","id");--> statement-breakpoint
CREATE INDEX "outbox_gave_up" ON "outbox" USING btree ("id") WHERE state = 'gave_up';--> statement-breakpoint
CREATE INDEX "return_requests_open" ON "return_requests" USING btree ("created_at") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "orders_by_creation" ON "orders" USING brin ("created_at");--> statement-breakpoint
CREATE INDEX "orders_by_finish" ON "orders" USING btree ("finished_at") WHERE finished_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "orders_overcharged" ON "orders" USING btree ("id") WHERE placed_total_cents > max_price_cents;--> statement-breakpoint
-- By hand, from here on. Of a row of the audit log one thing may be written later, once: how it ended.
CREATE FUNCTION guard_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.outcome IS NOT NULL
      OR (to_jsonb(NEW) - 'outcome') IS DISTINCT FROM (to_jsonb(OLD) - 'outcome') THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION guard_audit_log();
