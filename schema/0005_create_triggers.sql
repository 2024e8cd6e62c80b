-- Triggers: what a success has fired, what was sent, and what it has started. Both tables are distributed by job_id, the job
-- that fired.
CREATE TABLE belfry.trigger_firings (
    job_id text COLLATE "C" NOT NULL,
    trigger_name text COLLATE "C" NOT NULL,
    execution_id text COLLATE "C" NOT NULL,
    retry_attempt integer NOT NULL,
    executed_at timestamptz NOT NULL,
    decided_at timestamptz NOT NULL,
    state text NOT NULL CHECK (
        state IN ('pending', 'sent', 'delivered', 'failed', 'in_doubt', 'expired', 'skipped', 'error')
    ),
    -- Why it is expired (too_old, gave_up), skipped (test, loop) or in error.
    reason text,
    -- The name or id of the job it starts, as configured; null where it calls an address.
    child text,
    depth integer NOT NULL CHECK (depth > 0),
    expires_at timestamptz NOT NULL,
    report_within_ms bigint,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    -- The fence: an outcome counts only while the row still has its token.
    lease_token uuid,
    lease_until timestamptz,
    sent_at timestamptz,
    finished_at timestamptz,
    -- When somebody has to be told unless the row changes before; null for never.
    trouble_at timestamptz,
    child_job_id text COLLATE "C",
    child_execution_id text COLLATE "C",
    child_run_id text COLLATE "C",
    linked_at timestamptz,
    -- Once per execution that fired, whatever is delivered again.
    PRIMARY KEY (job_id, trigger_name, execution_id),
    CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL)),
    CHECK (state NOT IN ('sent', 'delivered', 'in_doubt') OR sent_at IS NOT NULL)
);
CREATE INDEX trigger_firings_pending ON belfry.trigger_firings (next_attempt_at) WHERE state = 'pending';
CREATE INDEX trigger_firings_sent ON belfry.trigger_firings (lease_until) WHERE state = 'sent';
CREATE INDEX trigger_firings_trouble ON belfry.trigger_firings (trouble_at) WHERE trouble_at IS NOT NULL;
CREATE INDEX trigger_firings_awaited ON belfry.trigger_firings (child, sent_at) WHERE child IS NOT NULL;
CREATE INDEX trigger_firings_child ON belfry.trigger_firings (child_job_id, child_run_id)
WHERE child_run_id IS NOT NULL;

-- One row per attempt to send, committed before the socket opens.
CREATE TABLE belfry.trigger_attempts (
    job_id text COLLATE "C" NOT NULL,
    trigger_name text COLLATE "C" NOT NULL,
    execution_id text COLLATE "C" NOT NULL,
    attempt integer NOT NULL,
    lease_token uuid NOT NULL,
    attempted_at timestamptz NOT NULL,
    -- delivered, retry, rejected, in_doubt; null while it is under way.
    outcome text,
    reason text,
    target text,
    latency_ms double precision,
    response_code integer,
    response_excerpt text,
    error text,
    next_attempt_at timestamptz,
    PRIMARY KEY (job_id, trigger_name, execution_id, attempt)
);
CREATE INDEX trigger_attempts_open ON belfry.trigger_attempts (attempted_at) WHERE outcome IS NULL;

CREATE OR REPLACE VIEW belfry.deliveries AS
SELECT
    d.delivery_id,
    d.notification_id,
    c.receiver,
    c.integration,
    d.target,
    n.reason,
    d.attempt,
    d.outcome,
    d.attempted_at,
    d.latency_ms,
    d.response_code,
    d.response_excerpt,
    d.error,
    d.next_attempt_at,
    n.alertnames,
    n.job_ids
FROM belfry.delivery_attempts AS d
JOIN belfry.channels AS c ON c.channel = d.channel
JOIN belfry.notifications AS n ON n.notification_id = d.notification_id
UNION ALL
SELECT
    md5(concat_ws(E'\n', t.trigger_name, t.job_id, t.execution_id))::uuid,
    NULL,
    t.trigger_name COLLATE "default",
    'trigger',
    t.target,
    'trigger',
    t.attempt,
    t.outcome,
    t.attempted_at,
    t.latency_ms,
    t.response_code,
    t.response_excerpt,
    t.error,
    t.next_attempt_at,
    ARRAY[]::text[],
    ARRAY[t.job_id COLLATE "default"]
FROM belfry.trigger_attempts AS t;

-- A run knows what has triggered it.
CREATE OR REPLACE VIEW belfry.runs AS
WITH folded AS (
    SELECT
        e.job_id,
        e.run_id,
        (array_agg(e.job_name ORDER BY e.executed_at DESC, e.retry_attempt DESC))[1] AS job_name,
        min(e.executed_at) AS started_at,
        max(e.executed_at + e.response_time_ms * interval '1 millisecond') AS last_end,
        bool_or(e.status = 'success' OR e.next_retry_at IS NULL) AS closed,
        count(*)::integer AS attempts_seen,
        max(e.retry_attempt) + 1 AS attempts,
        (array_agg(e.status ORDER BY e.executed_at DESC, e.retry_attempt DESC))[1] AS final_status,
        (array_agg(e.response_code ORDER BY e.executed_at DESC, e.retry_attempt DESC))[1] AS final_response_code,
        (array_agg(e.error_message ORDER BY e.executed_at DESC, e.retry_attempt DESC))[1] AS error_message,
        (array_agg(e.next_retry_at ORDER BY e.executed_at DESC, e.retry_attempt DESC))[1] AS next_retry_at,
        max(greatest(e.next_retry_at, e.received_at)) AS last_promise
    FROM belfry.executions AS e
    WHERE e.run_id IS NOT NULL
    GROUP BY e.job_id, e.run_id
)
SELECT
    f.job_id,
    f.run_id,
    f.job_name,
    f.started_at,
    CASE WHEN f.closed THEN f.last_end END AS ended_at,
    CASE
        WHEN f.closed AND f.final_status = 'success' AND f.attempts = 1 THEN 'success'
        WHEN f.closed AND f.final_status = 'success' THEN 'recovered'
        WHEN f.closed THEN 'failed'
        WHEN f.last_promise + interval '24 hours' <= now() OR EXISTS (
            SELECT FROM belfry.executions AS later
            WHERE later.job_id = f.job_id AND later.executed_at > f.started_at AND later.run_id <> f.run_id
        ) THEN 'incomplete'
    END AS outcome,
    f.attempts,
    f.attempts_seen,
    CASE WHEN f.closed THEN extract(epoch FROM f.last_end - f.started_at) * 1000 END AS duration_ms,
    f.final_status,
    f.final_response_code,
    f.error_message,
    CASE WHEN NOT f.closed THEN f.next_retry_at END AS next_retry_at,
    (SELECT t.job_id COLLATE "default" FROM belfry.trigger_firings AS t
     WHERE t.child_job_id = f.job_id AND t.child_run_id = f.run_id
     ORDER BY t.sent_at LIMIT 1) AS parent_job_id,
    (SELECT t.execution_id COLLATE "default" FROM belfry.trigger_firings AS t
     WHERE t.child_job_id = f.job_id AND t.child_run_id = f.run_id
     ORDER BY t.sent_at LIMIT 1) AS parent_execution_id
FROM folded AS f;
