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
