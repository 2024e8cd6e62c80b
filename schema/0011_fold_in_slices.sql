-- Hours and days are smaller, are folded in parts, and are there for all jobs together too: the rows whose job is ''.
--
-- Distributed by job_id: hourly_rollups, daily_rollups, imported_log_rows. Local: rollup_progress.
DROP VIEW belfry.job_hourly;
DROP VIEW belfry.job_daily;
DROP AGGREGATE belfry.merge_latencies(bigint[]);
DROP FUNCTION belfry.latency_percentile(bigint[], double precision);
ALTER TABLE belfry.hourly_rollups RENAME TO old_hourly_rollups;
ALTER TABLE belfry.old_hourly_rollups RENAME CONSTRAINT hourly_rollups_pkey TO old_hourly_rollups_pkey;
ALTER INDEX belfry.hourly_rollups_hour RENAME TO old_hourly_rollups_hour;
ALTER TABLE belfry.daily_rollups RENAME TO old_daily_rollups;
ALTER TABLE belfry.old_daily_rollups RENAME CONSTRAINT daily_rollups_pkey TO old_daily_rollups_pkey;
ALTER INDEX belfry.daily_rollups_day RENAME TO old_daily_rollups_day;
ALTER TABLE belfry.rollup_progress RENAME TO old_rollup_progress;
ALTER TABLE belfry.old_rollup_progress RENAME CONSTRAINT rollup_progress_pkey TO old_rollup_progress_pkey;

-- Latencies of several hours or days as one; latency_percentile reads it.
--
-- A latency histogram is an array of bucket << 23 | count, in which a bucket may stand more than once: two are added by
-- putting one behind the other.
CREATE AGGREGATE belfry.merge_latencies(integer[]) (
    SFUNC = array_cat,
    STYPE = integer[],
    INITCOND = '{}',
    PARALLEL = SAFE,
    COMBINEFUNC = array_cat
);

-- The latencies in milliseconds that fractions (0 to 1, ascending) of the attempts did not exceed, at most 5 % off.
--
-- A loop, because a query inside the function takes twice as long.
CREATE FUNCTION belfry.latency_percentiles(latencies integer[], fractions double precision[])
RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    counts bigint[] := array_fill(0::bigint, ARRAY[256]);
    entry integer;
    attempts bigint;
    total bigint := 0;
    seen bigint := 0;
    percentiles bigint[] := '{}';
BEGIN
    FOREACH entry IN ARRAY latencies LOOP
        counts[(entry >> 23) + 1] := counts[(entry >> 23) + 1] + (entry & 8388607);
    END LOOP;
    FOREACH attempts IN ARRAY counts LOOP
        total := total + attempts;
    END LOOP;
    FOR bucket IN 0..204 LOOP
        seen := seen + counts[bucket + 1];
        WHILE cardinality(percentiles) < cardinality(fractions)
            AND seen >= greatest(1, ceil(total * fractions[cardinality(percentiles) + 1])) LOOP
            percentiles := percentiles || belfry.latency_middle(bucket);
        END LOOP;
    END LOOP;
    RETURN percentiles;
END
$$;

-- One of them; null for no attempts.
CREATE FUNCTION belfry.latency_percentile(latencies integer[], fraction double precision)
RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT (belfry.latency_percentiles(latencies, ARRAY[fraction]))[1]
$$;

-- The histograms as they were, bucket << 40 | count, as they are now.
CREATE FUNCTION belfry.packed_latencies(latencies bigint[]) RETURNS integer[] LANGUAGE sql AS $$
SELECT coalesce(
    array_agg((c.bucket << 23) | least(c.attempts - part * 8388607, 8388607)::integer ORDER BY c.bucket, part), '{}'
)
FROM (
    SELECT (entry >> 40)::integer AS bucket, sum(entry & 1099511627775)::bigint AS attempts
    FROM unnest(latencies) AS entry
    GROUP BY 1
) AS c
CROSS JOIN generate_series(0, (c.attempts - 1) / 8388607) AS part
$$;

CREATE TABLE belfry.hourly_rollups (
    job_id text COLLATE "C" NOT NULL,
    hour timestamptz NOT NULL,
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
    PRIMARY KEY (job_id, hour)
) WITH (fillfactor = 90);

CREATE TABLE belfry.daily_rollups (
    job_id text COLLATE "C" NOT NULL,
    day timestamptz NOT NULL,
    executions bigint NOT NULL,
    failures bigint NOT NULL,
    timeouts bigint NOT NULL,
    errors bigint NOT NULL,
    others bigint NOT NULL,
    -- Runs count where their closing attempt ran.
    runs bigint NOT NULL,
    recovered_runs bigint NOT NULL,
    failed_runs bigint NOT NULL,
    -- Attempts with a latency, and its sum: imported log rows have none.
    timed bigint NOT NULL,
    p50_ms integer,
    total_ms bigint NOT NULL,
    max_ms bigint,
    p95_ms integer,
    p99_ms integer,
    latencies integer[] NOT NULL,
    -- As sent; the views prefer the job's current name.
    job_name text NOT NULL,
    PRIMARY KEY (job_id, day)
) WITH (fillfactor = 90);

INSERT INTO belfry.hourly_rollups (
    job_id, hour, executions, failures, timeouts, errors, others, runs, recovered_runs, failed_runs, timed, total_ms,
    max_ms, p50_ms, p95_ms, p99_ms, latencies
)
SELECT
    r.job_id, r.hour, r.executions, r.failures, r.timeouts, coalesce(e.errors, 0), coalesce(e.others, 0), r.runs,
    r.recovered_runs, r.failed_runs, r.timed, r.total_ms, r.max_ms, r.p50_ms, r.p95_ms, r.p99_ms,
    belfry.packed_latencies(r.latencies)
FROM belfry.old_hourly_rollups AS r
LEFT JOIN (
    SELECT
        e.job_id,
        date_trunc('hour', e.executed_at, 'UTC') AS hour,
        count(*) FILTER (WHERE e.status = 'error') AS errors,
        count(*) FILTER (WHERE e.status <> 'error') AS others
    FROM belfry.executions AS e
    WHERE e.status NOT IN ('success', 'failure', 'timeout') AND NOT e.test
        AND e.batch_id <= (SELECT p.batch_id FROM belfry.old_rollup_progress AS p)
    GROUP BY 1, 2
) AS e ON e.job_id = r.job_id AND e.hour = r.hour;
INSERT INTO belfry.hourly_rollups (
    job_id, hour, executions, failures, timeouts, errors, others, runs, recovered_runs, failed_runs, timed, total_ms,
    max_ms, p50_ms, p95_ms, p99_ms, latencies
)
SELECT
    '', s.hour, s.executions, s.failures, s.timeouts, s.errors, s.others, s.runs, s.recovered_runs, s.failed_runs,
    s.timed, s.total_ms, s.max_ms, s.percentiles[1], s.percentiles[2], s.percentiles[3],
    belfry.packed_latencies(s.old_latencies)
FROM (
    SELECT
        r.hour,
        sum(r.executions) AS executions,
        sum(r.failures) AS failures,
        sum(r.timeouts) AS timeouts,
        sum(r.errors) AS errors,
        sum(r.others) AS others,
        sum(r.runs) AS runs,
        sum(r.recovered_runs) AS recovered_runs,
        sum(r.failed_runs) AS failed_runs,
        sum(r.timed) AS timed,
        sum(r.total_ms) AS total_ms,
        max(r.max_ms) AS max_ms,
        belfry.latency_percentiles(belfry.merge_latencies(r.latencies), '{0.5,0.95,0.99}') AS percentiles,
        (SELECT array_agg(entry)
         FROM belfry.old_hourly_rollups AS o, unnest(o.latencies) AS entry
         WHERE o.hour = r.hour) AS old_latencies
    FROM belfry.hourly_rollups AS r
    GROUP BY r.hour
) AS s;
DROP TABLE belfry.old_hourly_rollups;
INSERT INTO belfry.daily_rollups (
    job_id, day, executions, failures, timeouts, errors, others, runs, recovered_runs, failed_runs, timed, total_ms,
    max_ms, p50_ms, p95_ms, p99_ms, latencies, job_name
)
SELECT
    r.job_id, r.day, r.executions, r.failures, r.timeouts, coalesce(e.errors, 0), coalesce(e.others, 0), r.runs,
    r.recovered_runs, r.failed_runs, r.timed, r.total_ms, r.max_ms, r.p50_ms, r.p95_ms, r.p99_ms,
    belfry.packed_latencies(r.latencies), r.job_name
FROM belfry.old_daily_rollups AS r
LEFT JOIN (
    SELECT
        e.job_id,
        date_trunc('day', e.executed_at, 'UTC') AS day,
        count(*) FILTER (WHERE e.status = 'error') AS errors,
        count(*) FILTER (WHERE e.status <> 'error') AS others
    FROM belfry.executions AS e
    WHERE e.status NOT IN ('success', 'failure', 'timeout') AND NOT e.test
        AND e.batch_id <= (SELECT p.batch_id FROM belfry.old_rollup_progress AS p)
    GROUP BY 1, 2
) AS e ON e.job_id = r.job_id AND e.day = r.day;
INSERT INTO belfry.daily_rollups (
    job_id, day, executions, failures, timeouts, errors, others, runs, recovered_runs, failed_runs, timed, total_ms,
    max_ms, p50_ms, p95_ms, p99_ms, latencies, job_name
)
SELECT
    '', s.day, s.executions, s.failures, s.timeouts, s.errors, s.others, s.runs, s.recovered_runs, s.failed_runs,
    s.timed, s.total_ms, s.max_ms, s.percentiles[1], s.percentiles[2], s.percentiles[3],
    belfry.packed_latencies(s.old_latencies), ''
FROM (
    SELECT
        r.day,
        sum(r.executions) AS executions,
        sum(r.failures) AS failures,
        sum(r.timeouts) AS timeouts,
        sum(r.errors) AS errors,
        sum(r.others) AS others,
        sum(r.runs) AS runs,
        sum(r.recovered_runs) AS recovered_runs,
        sum(r.failed_runs) AS failed_runs,
        sum(r.timed) AS timed,
        sum(r.total_ms) AS total_ms,
        max(r.max_ms) AS max_ms,
        belfry.latency_percentiles(belfry.merge_latencies(r.latencies), '{0.5,0.95,0.99}') AS percentiles,
        (SELECT array_agg(entry)
         FROM belfry.old_daily_rollups AS o, unnest(o.latencies) AS entry
         WHERE o.day = r.day) AS old_latencies
    FROM belfry.daily_rollups AS r
    GROUP BY r.day
) AS s;
DROP TABLE belfry.old_daily_rollups;
DROP FUNCTION belfry.packed_latencies(bigint[]);
CREATE INDEX hourly_rollups_hour ON belfry.hourly_rollups (hour);
CREATE INDEX daily_rollups_day ON belfry.daily_rollups (day);

-- The latest batch that is in the rollups of a slice of the jobs: a hash of the job's id.
CREATE TABLE belfry.rollup_progress (
    slice integer PRIMARY KEY,
    batch_id bigint NOT NULL
);
INSERT INTO belfry.rollup_progress
SELECT slice, p.batch_id FROM belfry.old_rollup_progress AS p CROSS JOIN generate_series(0, 63) AS slice;
DROP TABLE belfry.old_rollup_progress;

CREATE VIEW belfry.job_hourly AS
SELECT
    r.job_id,
    coalesce(
        j.name,
        -- Only imported executions: the job has no state.
        (SELECT d.job_name FROM belfry.daily_rollups AS d
         WHERE d.job_id = r.job_id AND d.day = date_trunc('day', r.hour, 'UTC')),
        r.job_id COLLATE "default"
    ) AS job_name,
    r.hour,
    r.executions::bigint,
    r.failures::bigint,
    r.timeouts::bigint,
    r.runs::bigint,
    r.recovered_runs::bigint,
    r.failed_runs::bigint,
    (r.executions - r.failures)::double precision / r.executions AS success_ratio,
    r.total_ms::double precision / nullif(r.timed, 0) AS avg_ms,
    r.p50_ms::bigint,
    r.p95_ms::bigint,
    r.p99_ms::bigint,
    r.max_ms,
    (SELECT count(*) FROM belfry.absences AS a
     WHERE a.job_id = r.job_id AND a.expected_at >= r.hour AND a.expected_at < r.hour + interval '1 hour'
         AND a.verdict = 'missed') AS missed,
    (SELECT count(*) FROM belfry.absences AS a
     WHERE a.job_id = r.job_id AND a.expected_at >= r.hour AND a.expected_at < r.hour + interval '1 hour'
         AND a.verdict = 'unknown') AS unknown,
    r.errors::bigint,
    r.others::bigint,
    r.latencies
FROM belfry.hourly_rollups AS r
LEFT JOIN belfry.job_states AS j ON j.job_id = r.job_id
WHERE r.job_id <> '' AND r.executions > 0
UNION ALL
-- Times in which nothing ran at all. Of the same types: else the columns nobody asks for are worked out all the same.
SELECT
    a.job_id,
    coalesce(j.name, a.job_id COLLATE "default"),
    a.hour,
    0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint,
    NULL::double precision, NULL::double precision, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint,
    a.missed,
    a.unknown,
    0::bigint, 0::bigint,
    '{}'::integer[]
FROM (
    SELECT
        a.job_id,
        date_trunc('hour', a.expected_at, 'UTC') AS hour,
        count(*) FILTER (WHERE a.verdict = 'missed') AS missed,
        count(*) FILTER (WHERE a.verdict = 'unknown') AS unknown
    FROM belfry.absences AS a
    GROUP BY 1, 2
) AS a
LEFT JOIN belfry.job_states AS j ON j.job_id = a.job_id
WHERE NOT EXISTS (
    SELECT FROM belfry.hourly_rollups AS r WHERE r.job_id = a.job_id AND r.hour = a.hour AND r.executions > 0
);

CREATE VIEW belfry.all_hourly AS
SELECT
    r.hour,
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
FROM belfry.hourly_rollups AS r
WHERE r.job_id = '' AND r.executions > 0;

CREATE VIEW belfry.job_daily AS
SELECT
    r.job_id,
    coalesce(j.name, r.job_name) AS job_name,
    r.day,
    r.executions::bigint,
    r.failures::bigint,
    r.timeouts::bigint,
    r.runs::bigint,
    r.recovered_runs::bigint,
    r.failed_runs::bigint,
    (r.executions - r.failures)::double precision / r.executions AS success_ratio,
    r.total_ms::double precision / nullif(r.timed, 0) AS avg_ms,
    r.p50_ms::bigint,
    r.p95_ms::bigint,
    r.p99_ms::bigint,
    r.max_ms,
    (SELECT count(*) FROM belfry.absences AS a
     WHERE a.job_id = r.job_id AND a.expected_at >= r.day AND a.expected_at < r.day + interval '24 hours'
         AND a.verdict = 'missed') AS missed,
    (SELECT count(*) FROM belfry.absences AS a
     WHERE a.job_id = r.job_id AND a.expected_at >= r.day AND a.expected_at < r.day + interval '24 hours'
         AND a.verdict = 'unknown') AS unknown,
    r.errors::bigint,
    r.others::bigint,
    r.latencies
FROM belfry.daily_rollups AS r
LEFT JOIN belfry.job_states AS j ON j.job_id = r.job_id
WHERE r.job_id <> '' AND r.executions > 0
UNION ALL
-- Times in which nothing ran at all. Of the same types: else the columns nobody asks for are worked out all the same.
SELECT
    a.job_id,
    coalesce(j.name, a.job_id COLLATE "default"),
    a.day,
    0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint,
    NULL::double precision, NULL::double precision, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint,
    a.missed,
    a.unknown,
    0::bigint, 0::bigint,
    '{}'::integer[]
FROM (
    SELECT
        a.job_id,
        date_trunc('day', a.expected_at, 'UTC') AS day,
        count(*) FILTER (WHERE a.verdict = 'missed') AS missed,
        count(*) FILTER (WHERE a.verdict = 'unknown') AS unknown
    FROM belfry.absences AS a
    GROUP BY 1, 2
) AS a
LEFT JOIN belfry.job_states AS j ON j.job_id = a.job_id
WHERE NOT EXISTS (
    SELECT FROM belfry.daily_rollups AS r WHERE r.job_id = a.job_id AND r.day = a.day AND r.executions > 0
);

CREATE VIEW belfry.all_daily AS
SELECT
    r.day,
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
FROM belfry.daily_rollups AS r
WHERE r.job_id = '' AND r.executions > 0;

-- What became of a job, or of all jobs together (''), by minutes, hours or days, so that a long time is read as fast as a
-- short one: up to 6 hours from the executions, up to 45 days from the hours, beyond that from the days.
--
-- An hour or day is there whole if any of it lies in the time.
CREATE FUNCTION belfry.history(since timestamptz, until timestamptz, job text DEFAULT '')
RETURNS TABLE (
    "time" timestamptz,
    executions bigint,
    failures bigint,
    timeouts bigint,
    errors bigint,
    others bigint,
    success_ratio double precision,
    p50_ms bigint,
    p95_ms bigint,
    max_ms bigint,
    latencies integer[]
) LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $$
BEGIN
    IF until - since <= interval '6 hours' THEN
        RETURN QUERY
        SELECT
            date_bin('1 minute', e.executed_at, 'epoch'),
            count(*),
            count(*) FILTER (WHERE e.status <> 'success'),
            count(*) FILTER (WHERE e.status = 'timeout'),
            count(*) FILTER (WHERE e.status = 'error'),
            count(*) FILTER (WHERE e.status NOT IN ('success', 'failure', 'timeout', 'error')),
            count(*) FILTER (WHERE e.status = 'success')::double precision / count(*),
            percentile_disc(0.5) WITHIN GROUP (ORDER BY e.response_time_ms),
            percentile_disc(0.95) WITHIN GROUP (ORDER BY e.response_time_ms),
            max(e.response_time_ms),
            coalesce(
                array_agg((belfry.latency_bucket(e.response_time_ms) << 23) | 1)
                    FILTER (WHERE e.response_time_ms IS NOT NULL),
                '{}'
            )
        FROM belfry.executions AS e
        WHERE e.executed_at >= since AND e.executed_at <= until AND (job = '' OR e.job_id = job) AND NOT e.test
        GROUP BY 1
        ORDER BY 1;
    ELSIF until - since <= interval '45 days' THEN
        RETURN QUERY
        SELECT r.hour, r.executions::bigint, r.failures::bigint, r.timeouts::bigint, r.errors::bigint, r.others::bigint,
            (r.executions - r.failures)::double precision / r.executions, r.p50_ms::bigint, r.p95_ms::bigint, r.max_ms,
            r.latencies
        FROM belfry.hourly_rollups AS r
        WHERE r.job_id = job AND r.hour >= date_trunc('hour', since, 'UTC') AND r.hour <= until AND r.executions > 0
        ORDER BY 1;
    ELSE
        RETURN QUERY
        SELECT r.day, r.executions, r.failures, r.timeouts, r.errors, r.others,
            (r.executions - r.failures)::double precision / r.executions, r.p50_ms::bigint, r.p95_ms::bigint, r.max_ms,
            r.latencies
        FROM belfry.daily_rollups AS r
        WHERE r.job_id = job AND r.day >= date_trunc('day', since, 'UTC') AND r.day <= until AND r.executions > 0
        ORDER BY 1;
    END IF;
END
$$;

-- The same times of every job as one row each; the jobs that succeed least come first.
CREATE FUNCTION belfry.jobs_history(since timestamptz, until timestamptz, jobs integer DEFAULT 100)
RETURNS TABLE (
    job_id text,
    job_name text,
    executions bigint,
    failures bigint,
    success_ratio double precision,
    p50_ms bigint,
    p95_ms bigint,
    max_ms bigint
) LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $$
BEGIN
    IF until - since <= interval '6 hours' THEN
        RETURN QUERY
        SELECT e.job_id, max(e.job_name), count(*), count(*) FILTER (WHERE e.status <> 'success'),
            count(*) FILTER (WHERE e.status = 'success')::double precision / count(*),
            percentile_disc(0.5) WITHIN GROUP (ORDER BY e.response_time_ms),
            percentile_disc(0.95) WITHIN GROUP (ORDER BY e.response_time_ms),
            max(e.response_time_ms)
        FROM belfry.executions AS e
        WHERE e.executed_at >= since AND e.executed_at <= until AND NOT e.test
        GROUP BY e.job_id
        ORDER BY 5, 3 DESC
        LIMIT jobs;
    ELSIF until - since <= interval '7 days' THEN
        RETURN QUERY
        -- Latencies are put together for the jobs that are asked for alone.
        SELECT j.job_id, coalesce(s.name, j.job_id COLLATE "default"), j.executions, j.failures,
            (j.executions - j.failures)::double precision / j.executions, l.percentiles[1], l.percentiles[2], j.max_ms
        FROM (
            SELECT r.job_id, sum(r.executions)::bigint AS executions, sum(r.failures)::bigint AS failures,
                max(r.max_ms) AS max_ms
            FROM belfry.hourly_rollups AS r
            WHERE r.job_id <> '' AND r.hour >= date_trunc('hour', since, 'UTC') AND r.hour <= until AND r.executions > 0
            GROUP BY r.job_id
            ORDER BY sum(r.failures)::double precision / sum(r.executions) DESC, 2 DESC
            LIMIT jobs
        ) AS j
        LEFT JOIN belfry.job_states AS s ON s.job_id = j.job_id
        CROSS JOIN LATERAL (
            SELECT belfry.latency_percentiles(belfry.merge_latencies(r.latencies), '{0.5,0.95}') AS percentiles
            FROM belfry.hourly_rollups AS r
            WHERE r.job_id = j.job_id AND r.hour >= date_trunc('hour', since, 'UTC') AND r.hour <= until
        ) AS l;
    ELSE
        RETURN QUERY
        SELECT j.job_id, coalesce(s.name, j.job_id COLLATE "default"), j.executions, j.failures,
            (j.executions - j.failures)::double precision / j.executions, l.percentiles[1], l.percentiles[2], j.max_ms
        FROM (
            SELECT r.job_id, sum(r.executions)::bigint AS executions, sum(r.failures)::bigint AS failures,
                max(r.max_ms) AS max_ms
            FROM belfry.daily_rollups AS r
            WHERE r.job_id <> '' AND r.day >= date_trunc('day', since, 'UTC') AND r.day <= until AND r.executions > 0
            GROUP BY r.job_id
            ORDER BY sum(r.failures)::double precision / sum(r.executions) DESC, 2 DESC
            LIMIT jobs
        ) AS j
        LEFT JOIN belfry.job_states AS s ON s.job_id = j.job_id
        CROSS JOIN LATERAL (
            SELECT belfry.latency_percentiles(belfry.merge_latencies(r.latencies), '{0.5,0.95}') AS percentiles
            FROM belfry.daily_rollups AS r
            WHERE r.job_id = j.job_id AND r.day >= date_trunc('day', since, 'UTC') AND r.day <= until
        ) AS l;
    END IF;
END
$$;

-- Imported rows of A1Cron's log, which have no key because they do not say which attempt they are: the webhook of the
-- same execution, if it comes, replaces them.
CREATE TABLE belfry.imported_log_rows (
    job_id text COLLATE "C" NOT NULL,
    execution_id text COLLATE "C" NOT NULL,
    executed_at timestamptz NOT NULL,
    PRIMARY KEY (job_id, execution_id)
);
INSERT INTO belfry.imported_log_rows
SELECT e.job_id, e.execution_id, e.executed_at FROM belfry.executions AS e WHERE e.source = 'a1cron_logs'
ON CONFLICT DO NOTHING;

-- What failed of a job, and what was delivered in a time, is looked for by itself.
CREATE INDEX executions_job_failures ON belfry.executions (job_id, executed_at) WHERE status <> 'success';
CREATE INDEX delivery_attempts_time ON belfry.delivery_attempts (attempted_at);

-- The latest runs of a job that began in a time, as belfry.runs has them, from their own attempts alone: the view folds all of
-- a job's attempts to know when its runs began. A run's attempts are looked for up to two days around.
CREATE FUNCTION belfry.latest_runs(job text, since timestamptz, until timestamptz, runs integer DEFAULT 200)
RETURNS TABLE (
    run_id text,
    started_at timestamptz,
    outcome text,
    attempts integer,
    duration_ms double precision,
    final_status text,
    final_response_code integer,
    error_message text
) LANGUAGE plpgsql STABLE PARALLEL SAFE SET jit = off AS $$
DECLARE
    earliest timestamptz;
BEGIN
    -- A run has one attempt as a rule, and four are many.
    SELECT min(a.executed_at) INTO earliest
    FROM (
        SELECT e.executed_at
        FROM belfry.executions AS e
        WHERE e.job_id = job AND e.executed_at >= since AND e.executed_at <= until
        ORDER BY e.executed_at DESC
        LIMIT 4 * runs
    ) AS a;
    RETURN QUERY
    WITH folded AS (
        SELECT
            e.run_id,
            min(e.executed_at) AS started_at,
            max(e.executed_at + e.response_time_ms * interval '1 millisecond') AS last_end,
            bool_or(e.status = 'success' OR e.next_retry_at IS NULL) AS closed,
            max(e.retry_attempt) + 1 AS attempts,
            (array_agg(e.status ORDER BY e.executed_at DESC, e.retry_attempt DESC))[1] AS final_status,
            (array_agg(e.response_code ORDER BY e.executed_at DESC, e.retry_attempt DESC))[1] AS final_response_code,
            (array_agg(e.error_message ORDER BY e.executed_at DESC, e.retry_attempt DESC))[1] AS error_message,
            max(greatest(e.next_retry_at, e.received_at)) AS last_promise
        FROM belfry.executions AS e
        WHERE e.job_id = job AND e.run_id IS NOT NULL
            AND e.executed_at >= earliest - interval '2 days' AND e.executed_at <= until + interval '2 days'
        GROUP BY e.run_id
        HAVING min(e.executed_at) >= greatest(since, earliest) AND min(e.executed_at) <= until
        ORDER BY min(e.executed_at) DESC
        LIMIT runs
    )
    SELECT
        f.run_id::text,
        f.started_at,
        CASE
            WHEN f.closed AND f.final_status = 'success' AND f.attempts = 1 THEN 'success'
            WHEN f.closed AND f.final_status = 'success' THEN 'recovered'
            WHEN f.closed THEN 'failed'
            WHEN f.last_promise + interval '24 hours' <= now() OR EXISTS (
                SELECT FROM belfry.executions AS later
                WHERE later.job_id = job AND later.executed_at > f.started_at AND later.run_id <> f.run_id
            ) THEN 'incomplete'
        END,
        f.attempts,
        CASE WHEN f.closed THEN extract(epoch FROM f.last_end - f.started_at)::double precision * 1000 END,
        f.final_status,
        f.final_response_code,
        f.error_message
    FROM folded AS f
    ORDER BY f.started_at DESC;
END
$$;
