ALTER TYPE "public"."timeline_type" ADD VALUE 'needs_review' BEFORE 'order_placed';--> statement-breakpoint
ALTER TYPE "public"."timeline_type" ADD VALUE 'resolved' BEFORE 'order_placed';--> statement-breakpoint
ALTER TABLE "order_submits" ADD COLUMN "is_marker_shown" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "order_submits" ADD COLUMN "let_go_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "order_submits" ADD COLUMN "absent_looks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "needs_review_at" timestamp with time zone;