-- A worker that was frozen between its commit and its release finds the order in doubt when it wakes. It alone knows that
-- nothing was released: then the order may be tried again. The rest of the function is as it was.
CREATE OR REPLACE FUNCTION guard_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.phase <> 'done' THEN
      RAISE EXCEPTION 'order % is open (phase %) and cannot be deleted', OLD.id, OLD.phase USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;

  IF NEW.fence < OLD.fence THEN
    RAISE EXCEPTION 'order %: the fence cannot go back from % to %', OLD.id, OLD.fence, NEW.fence USING ERRCODE = 'check_violation';
  END IF;

  IF OLD.phase = 'done' AND (NEW.status, NEW.phase, NEW.confirmation, NEW.failure_code)
      IS DISTINCT FROM (OLD.status, OLD.phase, OLD.confirmation, OLD.failure_code) THEN
    RAISE EXCEPTION 'order % is terminal (%): its outcome cannot be rewritten', OLD.id, OLD.status USING ERRCODE = 'check_violation';
  END IF;

  IF OLD.status = 'in_progress' AND NEW.status = 'pending' THEN
    RAISE EXCEPTION 'order %: its public status cannot go back to pending', OLD.id USING ERRCODE = 'check_violation';
  END IF;

  -- PHASE_MOVES of packages/orders, row by row; a test holds the two together.
  IF NEW.phase <> OLD.phase AND (OLD.phase, NEW.phase) NOT IN (
      ('queued', 'working'), ('queued', 'done'),
      ('working', 'queued'), ('working', 'submitting'), ('working', 'done'),
      ('submitting', 'in_doubt'), ('submitting', 'queued'), ('submitting', 'done'),
      ('in_doubt', 'queued'), ('in_doubt', 'done')) THEN
    RAISE EXCEPTION 'order %: there is no way from % to %', OLD.id, OLD.phase, NEW.phase USING ERRCODE = 'check_violation';
  END IF;

  IF OLD.phase IN ('submitting', 'in_doubt') AND NEW.phase IN ('queued', 'working')
      AND EXISTS (SELECT FROM order_submits WHERE order_id = OLD.id AND outcome IS DISTINCT FROM 'not_released') THEN
    RAISE EXCEPTION 'order % is past its commit point: it cannot be worked on again', OLD.id USING ERRCODE = 'check_violation';
  END IF;

  IF OLD.phase IN ('submitting', 'in_doubt') AND NEW.status = 'order_failed'
      AND EXISTS (SELECT FROM order_submits WHERE order_id = OLD.id AND (outcome IS NULL OR outcome = 'placed')) THEN
    RAISE EXCEPTION 'order % may have been bought: it cannot fail without evidence', OLD.id USING ERRCODE = 'check_violation';
  END IF;

  IF NEW.status = 'order_placed' AND OLD.status <> 'order_placed'
      AND NOT EXISTS (SELECT FROM order_submits WHERE order_id = OLD.id AND outcome = 'placed') THEN
    RAISE EXCEPTION 'order % cannot be placed: no submit of it is recorded as placed', OLD.id USING ERRCODE = 'check_violation';
  END IF;

  RETURN NEW;
END;
$$;
