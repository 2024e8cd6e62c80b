-- A replica without receivers leaves what is to be told to those that have some. Older binaries, which do not say, may have some.
ALTER TABLE belfry.coverage ADD COLUMN has_receivers boolean NOT NULL DEFAULT true;

-- When another rule set took its place; null while it is in force. It goes with the executions that were decided by it.
ALTER TABLE belfry.rule_sets ADD COLUMN replaced_at timestamptz;
UPDATE belfry.rule_sets AS r
SET replaced_at = clock_timestamp()
FROM belfry.control AS c
WHERE r.rule_set_id IS DISTINCT FROM c.rule_set_id;

-- A webhook dated into the future counts as received, here too.
UPDATE belfry.job_states
SET last_execution_at = least(last_execution_at, position_at),
    last_success_at = least(last_success_at, position_at),
    last_failure_at = least(last_failure_at, position_at)
WHERE greatest(last_execution_at, last_success_at, last_failure_at) > position_at;
