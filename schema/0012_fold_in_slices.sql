-- Hours and days are smaller, are folded in parts, and are there for all jobs together too: the rows whose job is ''.
--
-- Distributed by job_id: hourly_rollups, daily_rollups. Local: rollup_progress.
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
    executions integer NOT NULL CHECK (executions >= 0),
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
) WITH (fillfactor = 70);

CREATE TABLE belfry.daily_rollups (
    job_id text COLLATE "C" NOT NULL,
    day timestamptz NOT NULL,
    executions bigint NOT NULL CHECK (executions >= 0),
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
) WITH (fillfactor = 70);

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
-- Times in which nothing ran at all.
SELECT
    a.job_id,
    coalesce(j.name, a.job_id COLLATE "default"),
    a.hour,
    0, 0, 0, 0, 0, 0,
    NULL, NULL, NULL, NULL, NULL, NULL,
    a.missed,
    a.unknown,
    0, 0,
    '{}'
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
-- Times in which nothing ran at all.
SELECT
    a.job_id,
    coalesce(j.name, a.job_id COLLATE "default"),
    a.day,
    0, 0, 0, 0, 0, 0,
    NULL, NULL, NULL, NULL, NULL, NULL,
    a.missed,
    a.unknown,
    0, 0,
    '{}'
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
