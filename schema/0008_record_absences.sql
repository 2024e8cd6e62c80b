-- Runs that were expected and had not come by their deadline: missed, or unknown where nobody was watching. Distributed by job_id.
CREATE TABLE belfry.absences (
    job_id text COLLATE "C" NOT NULL,
    expected_at timestamptz NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('missed', 'unknown')),
    PRIMARY KEY (job_id, expected_at)
);

CREATE OR REPLACE VIEW belfry.job_hourly AS
SELECT
    r.job_id,
    coalesce(j.name, r.job_name) AS job_name,
    r.hour,
    r.executions,
    r.failures,
    r.timeouts,
    r.runs,
    r.recovered_runs,
    r.failed_runs,
    (r.executions - r.failures)::double precision / r.executions AS success_ratio,
    r.total_ms::double precision / nullif(r.timed, 0) AS avg_ms,
    r.p50_ms,
    r.p95_ms,
    r.p99_ms,
    r.max_ms,
    (SELECT count(*) FROM belfry.absences AS a
     WHERE a.job_id = r.job_id AND a.expected_at >= r.hour AND a.expected_at < r.hour + interval '1 hour'
         AND a.verdict = 'missed') AS missed,
    (SELECT count(*) FROM belfry.absences AS a
     WHERE a.job_id = r.job_id AND a.expected_at >= r.hour AND a.expected_at < r.hour + interval '1 hour'
         AND a.verdict = 'unknown') AS unknown,
    r.latencies
FROM belfry.hourly_rollups AS r
LEFT JOIN belfry.job_states AS j ON j.job_id = r.job_id
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
    SELECT FROM belfry.hourly_rollups AS r WHERE r.job_id = a.job_id AND r.hour = a.hour
);

CREATE OR REPLACE VIEW belfry.job_daily AS
SELECT
    r.job_id,
    coalesce(j.name, r.job_name) AS job_name,
    r.day,
    r.executions,
    r.failures,
    r.timeouts,
    r.runs,
    r.recovered_runs,
    r.failed_runs,
    (r.executions - r.failures)::double precision / r.executions AS success_ratio,
    r.total_ms::double precision / nullif(r.timed, 0) AS avg_ms,
    r.p50_ms,
    r.p95_ms,
    r.p99_ms,
    r.max_ms,
    (SELECT count(*) FROM belfry.absences AS a
     WHERE a.job_id = r.job_id AND a.expected_at >= r.day AND a.expected_at < r.day + interval '24 hours'
         AND a.verdict = 'missed') AS missed,
    (SELECT count(*) FROM belfry.absences AS a
     WHERE a.job_id = r.job_id AND a.expected_at >= r.day AND a.expected_at < r.day + interval '24 hours'
         AND a.verdict = 'unknown') AS unknown,
    r.latencies
FROM belfry.daily_rollups AS r
LEFT JOIN belfry.job_states AS j ON j.job_id = r.job_id
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
    SELECT FROM belfry.daily_rollups AS r WHERE r.job_id = a.job_id AND r.day = a.day
);
