-- How many orders want a worker's hands now: those in hand, and those that are due and could be taken. Divided by
-- WORKER_CONCURRENCY it is the number of workers to have; never fewer than one, which settles doubts and does the upkeep.
--
--   psql "$DATABASE_URL" --no-align --tuples-only --file deploy/scaling.sql
--
-- Not counted: orders whose time has not come or whose retailer is disabled or behind an open breaker, all but one order of a
-- retailer account, what is above a retailer's limit, purchases in doubt, and all that is due during a quarantine. What is due
-- is said in the dispatcher's own words (IS_DUE in packages/db/src/due.ts), and deploy/kubernetes/scaling/scaled-object.yaml
-- repeats this statement. Tests keep the three equal.
SELECT coalesce(sum(greatest(in_hand, least(wanted, max_concurrent, CASE WHEN open_until IS NOT NULL THEN 1 END))), 0)::int
  AS hands_wanted
FROM (
  SELECT retailer,
    count(*) FILTER (WHERE is_in_hand) AS in_hand,
    count(DISTINCT coalesce(exclusive_key, id::text)) AS wanted
  FROM orders
  CROSS JOIN LATERAL (
    SELECT phase IN ('working', 'submitting') AND lease_until >= clock_timestamp() AS is_in_hand
  ) AS now_in
  WHERE is_open AND (is_in_hand OR (
    is_open AND ((phase = 'queued' AND next_action_at <= clock_timestamp())
      OR (phase = 'working' AND lease_until < clock_timestamp())) AND NOT EXISTS (SELECT FROM retailers WHERE retailers.id = orders.retailer
      AND (disabled_at IS NOT NULL OR open_until > clock_timestamp())) AND NOT EXISTS (SELECT FROM quarantines WHERE ended_at IS NULL)
    AND NOT EXISTS (SELECT FROM orders AS doubt
      WHERE doubt.exclusive_hold = orders.exclusive_key AND doubt.phase = 'in_doubt')
  ))
  GROUP BY retailer
) AS shops
LEFT JOIN retailers ON retailers.id = shops.retailer
