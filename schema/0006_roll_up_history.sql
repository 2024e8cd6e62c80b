-- Hours and days of each job, folded from its executions, and what reads them.
--
-- Distributed by job_id: hourly_rollups, daily_rollups. Local: rollup_progress.

-- Upper bounds of logarithmic buckets in milliseconds: each spans 10 % of its value, so that what is read off them is at most
-- 5 % off. BelfryCore's LatencyScale; a test holds the two equal.
CREATE FUNCTION belfry.latency_bounds() RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT '{
    0,1,2,3,4,5,6,7,8,9,10,11,12,13,15,16,18,19,21,24,26,29,31,35,38,42,46,51,56,61,67,74,81,90,98,108,119,131,
    144,159,174,192,211,232,255,281,309,340,374,411,453,498,548,602,663,729,802,882,970,1067,1174,1291,1420,
    1562,1719,1891,2080,2288,2516,2768,3045,3349,3684,4053,4458,4904,5394,5933,6527,7180,7897,8687,9556,10512,
    11563,12719,13991,15390,16929,18622,20484,22532,24786,27264,29991,32990,36289,39918,43909,48300,53130,58443,
    64288,70716,77788,85567,94123,103536,113889,125278,137806,151587,166745,183420,201762,221938,244132,268545,
    295400,324940,357434,393177,432495,475744,523319,575650,633215,696537,766191,842810,927091,1019800,1121780,
    1233958,1357353,1493089,1642398,1806637,1987301,2186031,2404634,2645098,2909608,3200568,3520625,3872688,
    4259957,4685952,5154548,5670002,6237003,6860703,7546773,8301450,9131595,10044755,11049230,12154154,13369569,
    14706526,16177178,17794896,19574386,21531824,23685007,26053508,28658858,31524744,34677219,38144940,41959434,
    46155378,50770916,55848007,61432808,67576089,74333698,81767067,89943774,98938151,108831967,119715163,
    131686680,144855348,159340882,175274971,192802468,212082714,233290986,256620084,282282093,310510302,
    341561332,375717465,413289212,454618133,500079946,550087941,605096735,665606409,732167050,805383755,
    885922130,974514343,1071965777
}'::bigint[]
$$;

-- The bucket a latency lies in, from 0.
CREATE FUNCTION belfry.latency_bucket(latency_ms bigint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT least(width_bucket(latency_ms - 1, belfry.latency_bounds()), 204)
$$;

-- The middle of a bucket.
CREATE FUNCTION belfry.latency_middle(bucket integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN bucket > 0 THEN lower + ((belfry.latency_bounds())[bucket + 1] - lower + 1) / 2 ELSE 0 END
FROM (SELECT (belfry.latency_bounds())[greatest(bucket, 1)] AS lower) AS b
$$;

-- Latencies of several hours or days as one; latency_percentile reads it.
--
-- A latency histogram is an array of bucket << 40 | count, so that two are added by putting one behind the other.
CREATE AGGREGATE belfry.merge_latencies(bigint[]) (
    SFUNC = array_cat,
    STYPE = bigint[],
    INITCOND = '{}',
    PARALLEL = SAFE,
    COMBINEFUNC = array_cat
);

-- The latency in milliseconds that a fraction (0 to 1) of the attempts did not exceed, at most 5 % off; null for none.
--
-- A loop, because a query inside the function takes twice as long.
CREATE FUNCTION belfry.latency_percentile(latencies bigint[], fraction double precision)
RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    counts bigint[] := array_fill(0::bigint, ARRAY[204 + 1]);
    entry bigint;
    total bigint := 0;
    rest bigint;
BEGIN
    FOREACH entry IN ARRAY latencies LOOP
        counts[(entry >> 40) + 1] := counts[(entry >> 40) + 1] + (entry & 1099511627775);
        total := total + (entry & 1099511627775);
    END LOOP;
    rest := greatest(1, ceil(total * fraction));
    FOR bucket IN 0..204 LOOP
        rest := rest - counts[bucket + 1];
        IF rest <= 0 THEN
            RETURN belfry.latency_middle(bucket);
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE TABLE belfry.hourly_rollups (
    job_id text COLLATE "C" NOT NULL,
    hour timestamptz NOT NULL,
    -- As sent; the views prefer the job's current name.
    job_name text NOT NULL,
    executions bigint NOT NULL CHECK (executions > 0),
    failures bigint NOT NULL,
    timeouts bigint NOT NULL,
    -- Runs count where their closing attempt ran.
    runs bigint NOT NULL,
    recovered_runs bigint NOT NULL,
    failed_runs bigint NOT NULL,
    -- Attempts with a latency, and its sum: imported log rows have none.
    timed bigint NOT NULL,
    total_ms bigint NOT NULL,
    max_ms bigint,
    p50_ms bigint,
    p95_ms bigint,
    p99_ms bigint,
    latencies bigint[] NOT NULL,
    PRIMARY KEY (job_id, hour)
) WITH (fillfactor = 70);
CREATE INDEX hourly_rollups_hour ON belfry.hourly_rollups (hour);

CREATE TABLE belfry.daily_rollups (
    job_id text COLLATE "C" NOT NULL,
    day timestamptz NOT NULL,
    job_name text NOT NULL,
    executions bigint NOT NULL CHECK (executions > 0),
    failures bigint NOT NULL,
    timeouts bigint NOT NULL,
    runs bigint NOT NULL,
    recovered_runs bigint NOT NULL,
    failed_runs bigint NOT NULL,
    timed bigint NOT NULL,
    total_ms bigint NOT NULL,
    max_ms bigint,
    p50_ms bigint,
    p95_ms bigint,
    p99_ms bigint,
    latencies bigint[] NOT NULL,
    PRIMARY KEY (job_id, day)
) WITH (fillfactor = 70);
CREATE INDEX daily_rollups_day ON belfry.daily_rollups (day);

-- The latest batch that is in the rollups; who folds holds the row.
CREATE TABLE belfry.rollup_progress (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    batch_id bigint NOT NULL DEFAULT 0
);
INSERT INTO belfry.rollup_progress DEFAULT VALUES;

CREATE VIEW belfry.job_hourly AS
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
    0::bigint AS missed,
    0::bigint AS unknown,
    r.latencies
FROM belfry.hourly_rollups AS r
LEFT JOIN belfry.job_states AS j ON j.job_id = r.job_id;

CREATE VIEW belfry.job_daily AS
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
    0::bigint AS missed,
    0::bigint AS unknown,
    r.latencies
FROM belfry.daily_rollups AS r
LEFT JOIN belfry.job_states AS j ON j.job_id = r.job_id;

-- Times in which a job did not succeed: from the first failed attempt to the next success, which is null while it lasts.
--
-- Only what ran in the time is looked at: an outage that began before starts with it.
CREATE FUNCTION belfry.outages(since timestamptz, until timestamptz DEFAULT 'infinity')
RETURNS TABLE (
    job_id text,
    job_name text,
    started_at timestamptz,
    ended_at timestamptz,
    duration_ms double precision,
    failures bigint,
    last_error text
) LANGUAGE sql STABLE AS $$
-- 1. Each success begins a new stretch.
WITH attempts AS (
    SELECT
        e.job_id,
        e.job_name,
        e.executed_at,
        e.retry_attempt,
        e.status = 'success' AS succeeded,
        e.error_message,
        count(*) FILTER (WHERE e.status = 'success')
            OVER (PARTITION BY e.job_id ORDER BY e.executed_at, e.retry_attempt, e.execution_id) AS stretch
    FROM belfry.executions AS e
    WHERE e.executed_at >= since AND e.executed_at < until AND NOT e.test
-- 2. What failed in it, and when the next one began.
), stretches AS (
    SELECT
        a.job_id,
        max(a.job_name) AS job_name,
        min(a.executed_at) FILTER (WHERE NOT a.succeeded) AS started_at,
        lead(min(a.executed_at)) OVER (PARTITION BY a.job_id ORDER BY a.stretch) AS ended_at,
        count(*) FILTER (WHERE NOT a.succeeded) AS failures,
        (array_agg(a.error_message ORDER BY a.executed_at DESC, a.retry_attempt DESC)
            FILTER (WHERE NOT a.succeeded))[1] AS last_error
    FROM attempts AS a
    GROUP BY a.job_id, a.stretch
)
SELECT
    s.job_id,
    s.job_name,
    s.started_at,
    s.ended_at,
    extract(epoch FROM coalesce(s.ended_at, least(until, now())) - s.started_at)::double precision * 1000,
    s.failures,
    s.last_error
FROM stretches AS s
WHERE s.failures > 0
$$;
