-- Minutes of all jobs together, and log rows that go in the transaction in which their webhook comes.
--
-- Distributed by job_id: minute_rollups. Local: replaced_log_rows.

-- As hourly_rollups, for the last days, of all jobs together: the rows whose job is ''. One job's minutes are hardly fewer than
-- its executions.
CREATE TABLE belfry.minute_rollups (
    job_id text COLLATE "C" NOT NULL,
    minute timestamptz NOT NULL,
    executions integer NOT NULL,
    failures integer NOT NULL,
    timeouts integer NOT NULL,
    errors integer NOT NULL,
    others integer NOT NULL,
    -- Runs count where their closing attempt ran.
    runs integer NOT NULL,
    recovered_runs integer NOT NULL,
    failed_runs integer NOT NULL,
    -- Attempts with a latency, and its sum: imported log rows have none.
    timed integer NOT NULL,
    p50_ms integer,
    total_ms bigint NOT NULL,
    max_ms bigint,
    p95_ms integer,
    p99_ms integer,
    latencies integer[] NOT NULL,
    PRIMARY KEY (job_id, minute)
) WITH (fillfactor = 90);

-- The minutes are a slice of their own, after those of the jobs. What was received since the oldest batch that is remembered,
-- about a day, is folded into them once more; minutes before it are not whole.
INSERT INTO belfry.rollup_progress
SELECT 64, least(min(p.batch_id), (SELECT min(b.batch_id) - 1 FROM belfry.ingest_batches AS b))
FROM belfry.rollup_progress AS p;
ALTER TABLE belfry.control ADD COLUMN minutes_from timestamptz NOT NULL DEFAULT '-infinity';
UPDATE belfry.control
SET minutes_from = coalesce(
    (SELECT b.decided_at + interval '10 minutes' FROM belfry.ingest_batches AS b ORDER BY b.batch_id LIMIT 1), '-infinity'
);

-- The last 14 days: what is stored of older minutes may lack what came late.
CREATE VIEW belfry.all_minutely AS
SELECT
    r.minute,
    r.executions::bigint,
    r.failures::bigint,
    r.timeouts::bigint,
    r.errors::bigint,
    r.others::bigint,
    r.runs::bigint,
    r.recovered_runs::bigint,
    r.failed_runs::bigint,
    (r.executions - r.failures)::double precision / r.executions AS success_ratio,
    r.total_ms::double precision / nullif(r.timed, 0) AS avg_ms,
    r.p50_ms::bigint,
    r.p95_ms::bigint,
    r.p99_ms::bigint,
    r.max_ms,
    r.latencies
FROM belfry.minute_rollups AS r
WHERE r.job_id = '' AND r.executions > 0
    AND r.minute >= greatest(now() - interval '14 days', (SELECT c.minutes_from FROM belfry.control AS c));

-- Whether imported_log_rows may have rows: a writer looks for none where it is false. Set under the writer's lock.
ALTER TABLE belfry.control ADD COLUMN has_log_rows boolean NOT NULL DEFAULT false;
UPDATE belfry.control SET has_log_rows = EXISTS (SELECT FROM belfry.imported_log_rows);

-- Log rows that a webhook has replaced, until the rollups know: each counts from the batch that brought it to the batch that
-- took it away.
CREATE TABLE belfry.replaced_log_rows (
    job_id text COLLATE "C" NOT NULL,
    executed_at timestamptz NOT NULL,
    job_name text NOT NULL,
    status text NOT NULL,
    response_time_ms bigint,
    batch_id bigint NOT NULL,
    replaced_in bigint NOT NULL
);

-- A webhook of the last minute may be about to replace its log row: here they go as they will from now on.
INSERT INTO belfry.replaced_log_rows (job_id, executed_at, job_name, status, response_time_ms, batch_id, replaced_in)
SELECT e.job_id, e.executed_at, e.job_name, e.status, e.response_time_ms, coalesce(e.batch_id, 0), w.batch_id
FROM belfry.imported_log_rows AS l
CROSS JOIN LATERAL (
    SELECT k.executed_at FROM belfry.execution_keys AS k
    WHERE k.job_id = l.job_id AND k.execution_id = l.execution_id
    ORDER BY k.retry_attempt
    LIMIT 1
) AS k
JOIN belfry.executions AS w
    ON w.job_id = l.job_id AND w.executed_at = k.executed_at AND w.execution_id = l.execution_id AND w.source <> 'a1cron_logs'
JOIN belfry.executions AS e
    ON e.job_id = l.job_id AND e.executed_at = l.executed_at AND e.execution_id = l.execution_id AND e.source = 'a1cron_logs'
WHERE NOT e.test;
DELETE FROM belfry.executions AS e
USING belfry.imported_log_rows AS l
WHERE e.job_id = l.job_id AND e.executed_at = l.executed_at AND e.execution_id = l.execution_id AND e.source = 'a1cron_logs'
    AND EXISTS (
        SELECT FROM belfry.execution_keys AS k WHERE k.job_id = l.job_id AND k.execution_id = l.execution_id
    );
DELETE FROM belfry.imported_log_rows AS l
WHERE EXISTS (SELECT FROM belfry.execution_keys AS k WHERE k.job_id = l.job_id AND k.execution_id = l.execution_id);

-- Whoever folds as before would wait for the minutes for ever.
UPDATE belfry.control SET compatible_version = 13;

-- As before, but that what does not ask for a message does not read the messages.
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
LEFT JOIN belfry.notifications AS n ON n.notification_id = d.notification_id
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

CREATE INDEX trigger_attempts_time ON belfry.trigger_attempts (attempted_at);

-- The latest of a time, of some receivers, without looking at all of it; with `undelivered`, those that did not deliver alone.
CREATE FUNCTION belfry.latest_deliveries(
    since timestamptz,
    until timestamptz,
    receivers text[],
    undelivered boolean DEFAULT false,
    deliveries integer DEFAULT 200
)
RETURNS SETOF belfry.deliveries LANGUAGE sql STABLE PARALLEL SAFE SET jit = off AS $$
SELECT *
FROM (
    (
        SELECT d.delivery_id, d.notification_id, c.receiver, c.integration, d.target, n.reason, d.attempt, d.outcome,
            d.attempted_at, d.latency_ms, d.response_code, d.response_excerpt, d.error, d.next_attempt_at, n.alertnames,
            n.job_ids
        FROM belfry.delivery_attempts AS d
        JOIN belfry.channels AS c ON c.channel = d.channel
        LEFT JOIN belfry.notifications AS n ON n.notification_id = d.notification_id
        WHERE c.receiver = ANY(receivers) AND d.attempted_at BETWEEN since AND until
            AND (NOT undelivered OR d.outcome IS DISTINCT FROM 'delivered')
        ORDER BY d.attempted_at DESC
        LIMIT deliveries
    )
    UNION ALL
    (
        SELECT d.*
        FROM belfry.deliveries AS d
        WHERE d.notification_id IS NULL AND d.receiver = ANY(receivers) AND d.attempted_at BETWEEN since AND until
            AND (NOT undelivered OR d.outcome IS DISTINCT FROM 'delivered')
        ORDER BY d.attempted_at DESC
        LIMIT deliveries
    )
) AS d
ORDER BY d.attempted_at DESC
LIMIT deliveries
$$;
