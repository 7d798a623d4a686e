CREATE TYPE "public"."quarantine_verdict" AS ENUM('placed', 'cleared', 'in_doubt', 'needs_review');--> statement-breakpoint
CREATE TABLE "audit_findings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_findings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"rule" text NOT NULL,
	"order_id" uuid NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"cleared_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "quarantine_orders" (
	"quarantine_id" bigint NOT NULL,
	"order_id" uuid NOT NULL,
	"absent_looks" integer DEFAULT 0 NOT NULL,
	"next_look_at" timestamp with time zone DEFAULT now() NOT NULL,
	"verdict" "quarantine_verdict",
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "quarantines" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "quarantines_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"reason" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"entered_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text
);
--> statement-breakpoint
CREATE TABLE "retailers" (
	"id" text PRIMARY KEY NOT NULL,
	"failures_in_a_row" integer DEFAULT 0 NOT NULL,
	"openings" integer DEFAULT 0 NOT NULL,
	"open_until" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	"max_concurrent" integer,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "retailers_max_concurrent_positive" CHECK ("retailers"."max_concurrent" > 0)
);
--> statement-breakpoint
ALTER TABLE "quarantine_orders" ADD CONSTRAINT "quarantine_orders_quarantine_id_quarantines_id_fk" FOREIGN KEY ("quarantine_id") REFERENCES "public"."quarantines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantine_orders" ADD CONSTRAINT "quarantine_orders_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_findings_once" ON "audit_findings" USING btree ("rule","order_id") WHERE "audit_findings"."cleared_at" IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "quarantine_orders_once" ON "quarantine_orders" USING btree ("quarantine_id","order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "quarantines_one_at_a_time" ON "quarantines" USING btree ((true)) WHERE "quarantines"."ended_at" IS NULL;