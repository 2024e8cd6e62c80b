-- :n executions of 200 jobs, spread evenly over 90 days, 3 % of them failures; and the same as one plain table.
DO $$
DECLARE
    day date := (clock_timestamp() AT TIME ZONE 'UTC')::date - 90;
    name text;
BEGIN
    WHILE day <= (clock_timestamp() AT TIME ZONE 'UTC')::date LOOP
        name := 'executions_' || to_char(day, 'YYYYMMDD');
        EXECUTE format(
            'CREATE TABLE belfry.%I PARTITION OF belfry.executions FOR VALUES FROM (%L) TO (%L)',
            name, day || ' 00:00:00+00', day + 1 || ' 00:00:00+00');
        day := day + 1;
    END LOOP;
END
$$;
INSERT INTO belfry.executions (
    job_id, executed_at, execution_id, retry_attempt, received_at, job_name, status, response_code, response_time_ms,
    error_message, error_fingerprint, run_id, batch_id
)
SELECT
    'job-' || lpad((i % 200)::text, 4, '0'), at, 'run-' || i, 0, at + interval '1 second', 'Job ' || i % 200,
    CASE WHEN failed THEN 'failure' ELSE 'success' END, CASE WHEN failed THEN 500 ELSE 200 END,
    (50 * (1 + i % 200 / 20) * exp(sqrt(-2 * ln(1 - random())) * cos(6.2832 * random()) * 0.5))::bigint,
    CASE WHEN failed THEN 'HTTP 500' END, CASE WHEN failed THEN '500:' || i % 7 END, 'run-' || i, 1 + i / 500
FROM (
    SELECT
        i, clock_timestamp() - (:n - i) * (interval '90 days' / :n) AS at, random() < 0.03 AS failed
    FROM generate_series(1, :n) AS i
) AS g;
INSERT INTO belfry.ingest_batches SELECT b, clock_timestamp(), 500 FROM generate_series(1, 1 + :n / 500) AS b;
ANALYZE belfry.executions;
CREATE TABLE public.plain AS SELECT * FROM belfry.executions;
CREATE INDEX plain_job_time ON public.plain (job_id, executed_at);
-- What the dashboards show besides: jobs as they are now, and 20,000 alerts, each told twice.
INSERT INTO belfry.job_states (
    job_id, name, first_seen_at, position_at, position_attempt, position_execution_id, last_execution_at, last_success_at,
    last_failure_at, last_status, last_error, last_duration_ms, consecutive_failures, consecutive_successes,
    consecutive_failed_runs, success_count, failure_count, error_count, timeout_count, other_count, success_runs,
    recovered_runs, failed_runs, incomplete_runs, p50_ms, p95_ms, histogram, sketch, open_runs, next_expected_at
)
SELECT
    'job-' || lpad(i::text, 4, '0'), 'Job ' || i, now() - interval '90 days', now(), 0, 'x', now() - interval '5 minutes',
    now() - interval '5 minutes', now() - interval '5 minutes', CASE WHEN i % 33 = 0 THEN 'failure' ELSE 'success' END,
    'HTTP 500', 120, CASE WHEN i % 33 = 0 THEN 1 ELSE 0 END, 1, 0, 48500, 1500, 0, 0, 0, 48500, 0, 1500, 0, 100, 200, '', '',
    '', now() + interval '5 minutes'
FROM generate_series(0, 199) AS i;
INSERT INTO belfry.alert_episodes (
    job_id, alert_id, fingerprint, alertname, severity, state, labels, annotations, matches, active_since, firing_since,
    resolved_at, resolve_reason, failed_runs, facts
)
SELECT
    'job-' || lpad((i % 200)::text, 4, '0'), i, i, 'JobFailed', 'error',
    CASE WHEN i % 4000 = 0 THEN 'firing' ELSE 'resolved' END, '{}', '{"summary": "Job failed for good"}', 1, g.at, g.at,
    CASE WHEN i % 4000 = 0 THEN NULL ELSE g.at + interval '20 minutes' END,
    CASE WHEN i % 4000 = 0 THEN NULL ELSE 'success' END, 1, '{}'
FROM (SELECT i, now() - (20000 - i) * (interval '90 days' / 20000) AS at FROM generate_series(1, 20000) AS i) AS g;
INSERT INTO belfry.channels (channel, receiver, integration, target) VALUES ('ops/1', 'ops', 'slack', 'https://chat.example/…');
INSERT INTO belfry.notifications (
    notification_id, receiver, group_key, flush_number, reason, content, alertnames, job_ids, created_at
)
SELECT
    2 * a.alert_id + part, 'ops', 'g', 2 * a.alert_id + part, (ARRAY['firing', 'resolved'])[1 + part], '{}', '{JobFailed}',
    ARRAY[a.job_id], a.firing_since + part * interval '20 minutes'
FROM belfry.alert_episodes AS a, generate_series(0, 1) AS part;
INSERT INTO belfry.notification_alerts (job_id, alert_id, at, receiver, notification_id)
SELECT a.job_id, a.alert_id, a.firing_since + part * interval '20 minutes', 'ops', 2 * a.alert_id + part
FROM belfry.alert_episodes AS a, generate_series(0, 1) AS part;
INSERT INTO belfry.delivery_attempts (
    channel, notification_id, delivery_id, attempt, target, lease_token, attempted_at, outcome, latency_ms, response_code, error
)
SELECT
    'ops/1', n.notification_id, gen_random_uuid(), 1, 'https://chat.example/…', gen_random_uuid(), n.created_at,
    CASE WHEN n.notification_id % 50 = 0 THEN 'retry' ELSE 'delivered' END, 80 + n.notification_id % 90,
    CASE WHEN n.notification_id % 50 = 0 THEN 500 ELSE 200 END, CASE WHEN n.notification_id % 50 = 0 THEN 'HTTP 500' END
FROM belfry.notifications AS n;
