// swift-format-ignore-file
// Written by script/embed from schema/*.sql; a test holds the two equal.

/// The migrations, in order.
enum EmbeddedMigrations {
    /// Every file of `schema/`.
    static let all: [Migration] = [
        Migration(version: 1, name: "0001_create_history_and_alerts", sql: ###"""
-- Belfry's tables. Users read the views at the end; a table behind a view may change.
--
-- Distributed by job_id, which is in every unique key of these: job_states, execution_keys, executions, deadlines,
-- alert_episodes, alert_transitions. Local: everything else. Distributed tables have no foreign key and no trigger.

CREATE TABLE belfry.control (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    -- The oldest schema version a binary may have been built for and still write here.
    compatible_version integer NOT NULL DEFAULT 1,
    rule_set_id bigint,
    -- Keys of executions older than this are gone; a delivery older than it cannot be told from a repetition.
    keys_from timestamptz
);
INSERT INTO belfry.control DEFAULT VALUES;

-- Rule sets, addressed by their content; the active one is control.rule_set_id.
CREATE TABLE belfry.rule_sets (
    rule_set_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash text NOT NULL UNIQUE,
    files jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Numbers of deciding transactions, drawn under the writer's lock: their order is the order of the commits.
CREATE SEQUENCE belfry.batch_ids;

CREATE TABLE belfry.ingest_batches (
    batch_id bigint PRIMARY KEY,
    decided_at timestamptz NOT NULL,
    executions integer NOT NULL
);

-- One row per attempt, unpartitioned: what makes every delivery count once.
CREATE TABLE belfry.execution_keys (
    job_id text COLLATE "C" NOT NULL,
    execution_id text COLLATE "C" NOT NULL,
    retry_attempt integer NOT NULL,
    executed_at timestamptz NOT NULL,
    content_digest bigint NOT NULL,
    PRIMARY KEY (job_id, execution_id, retry_attempt),
    CHECK (octet_length(job_id) BETWEEN 1 AND 128),
    CHECK (octet_length(execution_id) BETWEEN 1 AND 256),
    CHECK (retry_attempt >= 0)
);

CREATE TABLE belfry.executions (
    job_id text COLLATE "C" NOT NULL,
    executed_at timestamptz NOT NULL,
    execution_id text COLLATE "C" NOT NULL,
    retry_attempt integer,
    received_at timestamptz NOT NULL,
    job_name text NOT NULL,
    status text NOT NULL,
    response_code integer,
    response_time_ms bigint,
    response_body text,
    error_message text,
    error_fingerprint text,
    next_retry_at timestamptz,
    run_id text COLLATE "C",
    source text NOT NULL DEFAULT 'webhook',
    test boolean NOT NULL DEFAULT false,
    batch_id bigint,
    rule_set_id bigint,
    -- What the rules saw of the job's history, packed; explain evaluates with it.
    inputs bytea,
    CHECK (status <> '' AND octet_length(status) <= 32),
    CHECK (response_time_ms >= 0),
    CHECK (source IN ('webhook', 'import', 'a1cron_logs')),
    CHECK (retry_attempt IS NOT NULL OR source <> 'webhook')
) PARTITION BY RANGE (executed_at);

CREATE INDEX executions_job_time ON belfry.executions (job_id, executed_at);
CREATE INDEX executions_failures ON belfry.executions (executed_at) WHERE status <> 'success';

-- What is outside every daily partition: very old or far in the future. An insert never fails for its time.
CREATE TABLE belfry.executions_default PARTITION OF belfry.executions DEFAULT;

-- Jobs: one row each, rewritten with every batch that concerns them; no index but the key, so that updates stay HOT.
CREATE TABLE belfry.job_states (
    job_id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    activity text NOT NULL DEFAULT 'active' CHECK (activity IN ('active', 'paused', 'forgotten')),
    first_seen_at timestamptz NOT NULL,
    position_at timestamptz NOT NULL,
    position_attempt integer NOT NULL,
    position_execution_id text COLLATE "C" NOT NULL,
    last_execution_at timestamptz NOT NULL,
    last_success_at timestamptz,
    last_failure_at timestamptz,
    last_status text NOT NULL,
    last_error text,
    last_duration_ms bigint NOT NULL,
    consecutive_failures bigint NOT NULL CHECK (consecutive_failures >= 0),
    consecutive_successes bigint NOT NULL CHECK (consecutive_successes >= 0),
    consecutive_failed_runs bigint NOT NULL CHECK (consecutive_failed_runs >= 0),
    success_count bigint NOT NULL,
    failure_count bigint NOT NULL,
    error_count bigint NOT NULL,
    timeout_count bigint NOT NULL,
    other_count bigint NOT NULL,
    success_runs bigint NOT NULL,
    recovered_runs bigint NOT NULL,
    failed_runs bigint NOT NULL,
    incomplete_runs bigint NOT NULL,
    p50_ms bigint,
    p95_ms bigint,
    -- Packed by Belfry: latency histogram, latency sketch, runs without a closing attempt.
    histogram bytea NOT NULL,
    sketch bytea NOT NULL,
    open_runs bytea NOT NULL,
    schedule text,
    timezone text,
    schedule_source text,
    next_expected_at timestamptz
) WITH (fillfactor = 50);

-- Moments at which something has to be decided if nothing happens before.
CREATE TABLE belfry.deadlines (
    job_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    due_at timestamptz NOT NULL,
    watched_since timestamptz NOT NULL,
    PRIMARY KEY (job_id, kind, key)
);
CREATE INDEX deadlines_due ON belfry.deadlines (due_at);

CREATE TABLE belfry.alert_episodes (
    job_id text COLLATE "C" NOT NULL,
    alert_id bigint NOT NULL,
    -- The identity; a bigint holds the 64 bits as they are.
    fingerprint bigint NOT NULL,
    alertname text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('info', 'warning', 'error', 'critical')),
    state text NOT NULL CHECK (state IN ('pending', 'firing', 'resolved')),
    labels jsonb NOT NULL,
    annotations jsonb NOT NULL,
    matches integer NOT NULL,
    active_since timestamptz NOT NULL,
    firing_since timestamptz,
    resolved_at timestamptz,
    resolve_reason text,
    run_id text,
    failed_runs bigint NOT NULL,
    execution_id text,
    -- What messages say about the attempt and the job, as decided.
    facts jsonb NOT NULL,
    PRIMARY KEY (job_id, alert_id),
    CHECK (state = 'pending' OR firing_since IS NOT NULL),
    CHECK ((state = 'resolved') = (resolved_at IS NOT NULL))
) WITH (fillfactor = 70);
-- At most one open episode per identity.
CREATE UNIQUE INDEX alert_episodes_open ON belfry.alert_episodes (job_id, fingerprint) WHERE state <> 'resolved';
CREATE INDEX alert_episodes_fired ON belfry.alert_episodes (firing_since);

-- The obligation to notify: written with the decision, taken up by a dispatch round.
CREATE TABLE belfry.alert_transitions (
    job_id text COLLATE "C" NOT NULL,
    transition_id bigint NOT NULL,
    alert_id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('firing', 'resolved', 'final')),
    at timestamptz NOT NULL,
    execution_id text,
    processed_at timestamptz,
    PRIMARY KEY (job_id, transition_id)
);
CREATE INDEX alert_transitions_open ON belfry.alert_transitions (transition_id) WHERE processed_at IS NULL;

-- Notification groups, as Alertmanager has them: alerts of one receiver that share the labels of group_by.
CREATE TABLE belfry.notification_groups (
    receiver text NOT NULL,
    group_key text NOT NULL,
    group_labels jsonb NOT NULL,
    group_interval_ms bigint NOT NULL,
    repeat_interval_ms bigint NOT NULL,
    next_flush_at timestamptz NOT NULL,
    flush_number bigint NOT NULL DEFAULT 0,
    last_notified_at timestamptz,
    -- What the latest message said fires and has ended: eight bytes for each (fingerprint, active_since).
    sent_firing bytea NOT NULL DEFAULT '',
    sent_resolved bytea NOT NULL DEFAULT '',
    is_final boolean NOT NULL DEFAULT false,
    PRIMARY KEY (receiver, group_key)
);
CREATE INDEX notification_groups_due ON belfry.notification_groups (next_flush_at);

CREATE TABLE belfry.group_members (
    receiver text NOT NULL,
    group_key text NOT NULL,
    job_id text COLLATE "C" NOT NULL,
    alert_id bigint NOT NULL,
    -- Whether a message about its firing has been decided: a resolution nobody heard the start of is not sent.
    announced boolean NOT NULL DEFAULT false,
    held_back text,
    PRIMARY KEY (receiver, group_key, job_id, alert_id)
);
CREATE INDEX group_members_alert ON belfry.group_members (job_id, alert_id);

CREATE TABLE belfry.notifications (
    notification_id bigint PRIMARY KEY,
    receiver text NOT NULL,
    group_key text NOT NULL,
    flush_number bigint NOT NULL,
    reason text NOT NULL,
    content jsonb NOT NULL,
    alertnames text[] NOT NULL,
    job_ids text[] NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (receiver, group_key, flush_number)
);

-- Which alert was in which notification, and what was held back and why.
CREATE TABLE belfry.notification_alerts (
    job_id text COLLATE "C" NOT NULL,
    alert_id bigint NOT NULL,
    at timestamptz NOT NULL,
    receiver text NOT NULL,
    notification_id bigint,
    -- inhibited, silenced, muted, no_receiver, resolved_before_sent, resolved_not_wanted; null where it was sent.
    suppressed text,
    by text,
    CHECK ((notification_id IS NULL) <> (suppressed IS NULL))
);
CREATE INDEX notification_alerts_alert ON belfry.notification_alerts (job_id, alert_id, at);
CREATE INDEX notification_alerts_notification ON belfry.notification_alerts (notification_id)
WHERE notification_id IS NOT NULL;

-- A chat or other target of a receiver: the unit of order, of rate and of Retry-After.
CREATE TABLE belfry.channels (
    channel text PRIMARY KEY,
    receiver text NOT NULL,
    integration text NOT NULL,
    target text NOT NULL,
    not_before timestamptz NOT NULL DEFAULT '-infinity',
    failures integer NOT NULL DEFAULT 0,
    broken_since timestamptz,
    broken_reason text,
    lease_token uuid,
    lease_until timestamptz
);

-- The outbox: a notification to one channel, until the chat has accepted it or refused it for good.
CREATE TABLE belfry.outbox (
    channel text NOT NULL,
    notification_id bigint NOT NULL,
    delivery_id uuid NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'rejected', 'expired', 'skipped')),
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (channel, notification_id)
);
CREATE INDEX outbox_pending ON belfry.outbox (channel, notification_id) WHERE state = 'pending';

-- One row per attempt to deliver, written before the socket opens.
CREATE TABLE belfry.delivery_attempts (
    attempt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel text NOT NULL,
    notification_id bigint NOT NULL,
    delivery_id uuid NOT NULL,
    attempt integer NOT NULL,
    target text NOT NULL,
    lease_token uuid NOT NULL,
    attempted_at timestamptz NOT NULL,
    -- delivered, retry, rejected, channel_broken, unknown; null while it is under way.
    outcome text,
    reason text,
    latency_ms double precision,
    response_code integer,
    response_excerpt text,
    error text,
    next_attempt_at timestamptz
);
CREATE INDEX delivery_attempts_notification ON belfry.delivery_attempts (notification_id);
CREATE INDEX delivery_attempts_open ON belfry.delivery_attempts (channel) WHERE outcome IS NULL;

-- When replicas were receiving: what nobody watched for is unknown, never missed.
CREATE TABLE belfry.coverage (
    replica uuid NOT NULL,
    started_at timestamptz NOT NULL,
    last_heartbeat_at timestamptz NOT NULL,
    ended_cleanly boolean NOT NULL DEFAULT false,
    PRIMARY KEY (replica, started_at)
);
CREATE INDEX coverage_heartbeat ON belfry.coverage (last_heartbeat_at);
CREATE TABLE belfry.coverage_gaps (
    replica uuid NOT NULL,
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL,
    PRIMARY KEY (replica, from_at)
);

CREATE VIEW belfry.jobs AS
SELECT
    j.job_id,
    j.name,
    j.activity AS state,
    j.first_seen_at,
    j.last_execution_at,
    j.last_success_at,
    j.last_failure_at,
    j.last_status,
    j.last_error,
    j.consecutive_failures,
    j.consecutive_failed_runs,
    j.success_count + j.failure_count + j.error_count + j.timeout_count + j.other_count AS executions,
    j.failure_count + j.error_count + j.timeout_count + j.other_count AS failures,
    j.p50_ms,
    j.p95_ms,
    j.schedule,
    j.timezone,
    j.schedule_source,
    j.next_expected_at,
    (SELECT count(*) FROM belfry.alert_episodes AS a
     WHERE a.job_id = j.job_id AND a.state <> 'resolved') AS open_alerts
FROM belfry.job_states AS j;

-- Runs are their attempts, folded; run_id is written with each attempt.
CREATE VIEW belfry.runs AS
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
    NULL::text AS parent_job_id,
    NULL::text AS parent_execution_id
FROM folded AS f;

CREATE VIEW belfry.alerts AS
SELECT
    a.alert_id,
    lpad(to_hex(a.fingerprint), 16, '0') AS fingerprint,
    a.alertname,
    a.severity,
    a.state,
    a.job_id,
    j.name AS job_name,
    a.labels || jsonb_build_object(
        'alertname', a.alertname, 'cron_job_id', a.job_id, 'cron_job_name', j.name, 'severity', a.severity
    ) AS labels,
    a.annotations,
    NULL::double precision AS value,
    a.active_since,
    a.firing_since,
    a.resolved_at,
    a.resolve_reason,
    a.execution_id,
    NULL::text[] AS silenced_by,
    (SELECT array_agg(DISTINCT n.by) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.suppressed = 'inhibited') AS inhibited_by,
    NULL::text AS acknowledged_by,
    NULL::timestamptz AS acknowledged_at,
    (SELECT array_agg(DISTINCT n.receiver) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id) AS receivers,
    (SELECT max(n.at) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.notification_id IS NOT NULL) AS last_notified_at,
    (SELECT count(*) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.notification_id IS NOT NULL) AS notifications
FROM belfry.alert_episodes AS a
LEFT JOIN belfry.job_states AS j ON j.job_id = a.job_id;

CREATE VIEW belfry.open_alerts AS
SELECT * FROM belfry.alerts WHERE state <> 'resolved';

CREATE VIEW belfry.deliveries AS
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
JOIN belfry.notifications AS n ON n.notification_id = d.notification_id;

"""###),
        Migration(version: 2, name: "0002_create_silences", sql: ###"""
-- Silences: while one is in force, alerts whose labels fulfil all its matchers are not told. Local.
CREATE TABLE belfry.silences (
    silence_id uuid PRIMARY KEY,
    -- [{"name", "value", "isRegex", "isEqual"}], as Alertmanager's API has them.
    matchers jsonb NOT NULL CHECK (jsonb_typeof(matchers) = 'array' AND jsonb_array_length(matchers) > 0),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    created_by text NOT NULL,
    comment text NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (starts_at <= ends_at)
);
CREATE INDEX silences_end ON belfry.silences (ends_at);

CREATE OR REPLACE VIEW belfry.alerts AS
SELECT
    a.alert_id,
    lpad(to_hex(a.fingerprint), 16, '0') AS fingerprint,
    a.alertname,
    a.severity,
    a.state,
    a.job_id,
    j.name AS job_name,
    a.labels || jsonb_build_object(
        'alertname', a.alertname, 'cron_job_id', a.job_id, 'cron_job_name', j.name, 'severity', a.severity
    ) AS labels,
    a.annotations,
    NULL::double precision AS value,
    a.active_since,
    a.firing_since,
    a.resolved_at,
    a.resolve_reason,
    a.execution_id,
    (SELECT array_agg(DISTINCT n.by) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.suppressed = 'silenced') AS silenced_by,
    (SELECT array_agg(DISTINCT n.by) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.suppressed = 'inhibited') AS inhibited_by,
    NULL::text AS acknowledged_by,
    NULL::timestamptz AS acknowledged_at,
    (SELECT array_agg(DISTINCT n.receiver) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id) AS receivers,
    (SELECT max(n.at) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.notification_id IS NOT NULL) AS last_notified_at,
    (SELECT count(*) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.notification_id IS NOT NULL) AS notifications
FROM belfry.alert_episodes AS a
LEFT JOIN belfry.job_states AS j ON j.job_id = a.job_id;

"""###),
        Migration(version: 3, name: "0003_acknowledge_alerts", sql: ###"""
-- Who has taken an alert upon themselves: it is not repeated until it has ended. Distributed by job_id.
CREATE TABLE belfry.acknowledgements (
    job_id text COLLATE "C" NOT NULL,
    alert_id bigint NOT NULL,
    acknowledged_by text NOT NULL CHECK (acknowledged_by <> '' AND octet_length(acknowledged_by) <= 256),
    acknowledged_at timestamptz NOT NULL,
    comment text NOT NULL DEFAULT '',
    PRIMARY KEY (job_id, alert_id)
);

CREATE OR REPLACE VIEW belfry.alerts AS
SELECT
    a.alert_id,
    lpad(to_hex(a.fingerprint), 16, '0') AS fingerprint,
    a.alertname,
    a.severity,
    a.state,
    a.job_id,
    j.name AS job_name,
    a.labels || jsonb_build_object(
        'alertname', a.alertname, 'cron_job_id', a.job_id, 'cron_job_name', j.name, 'severity', a.severity
    ) AS labels,
    a.annotations,
    NULL::double precision AS value,
    a.active_since,
    a.firing_since,
    a.resolved_at,
    a.resolve_reason,
    a.execution_id,
    (SELECT array_agg(DISTINCT n.by) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.suppressed = 'silenced') AS silenced_by,
    (SELECT array_agg(DISTINCT n.by) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.suppressed = 'inhibited') AS inhibited_by,
    k.acknowledged_by,
    k.acknowledged_at,
    (SELECT array_agg(DISTINCT n.receiver) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id) AS receivers,
    (SELECT max(n.at) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.notification_id IS NOT NULL) AS last_notified_at,
    (SELECT count(*) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.notification_id IS NOT NULL) AS notifications
FROM belfry.alert_episodes AS a
LEFT JOIN belfry.job_states AS j ON j.job_id = a.job_id
LEFT JOIN belfry.acknowledgements AS k ON k.job_id = a.job_id AND k.alert_id = a.alert_id;

-- burst_limit: the messages of a receiver's current minute, which begins with its first. Local.
CREATE TABLE belfry.receiver_bursts (
    receiver text PRIMARY KEY,
    minute_at timestamptz NOT NULL,
    sent integer NOT NULL CHECK (sent >= 0),
    -- Whether alerts wait for the list at the end of the minute.
    holding boolean NOT NULL
);

-- The alerts that wait for a receiver's list. Local.
CREATE TABLE belfry.coalesced_alerts (
    receiver text NOT NULL,
    job_id text COLLATE "C" NOT NULL,
    alert_id bigint NOT NULL,
    PRIMARY KEY (receiver, job_id, alert_id)
);

"""###),
        Migration(version: 4, name: "0004_remember_recent_past", sql: ###"""
-- What is remembered of a job's recent past, packed by Belfry: how attempts and runs ended, kinds of errors, how often it runs.
ALTER TABLE belfry.job_states ADD COLUMN memory bytea NOT NULL DEFAULT '';

-- A job that goes up and down is one alert that says so.
ALTER TABLE belfry.alert_transitions DROP CONSTRAINT alert_transitions_kind_check;
ALTER TABLE belfry.alert_transitions ADD CONSTRAINT alert_transitions_kind_check
CHECK (kind IN ('firing', 'resolved', 'final', 'flapping'));

-- What was committed since a batch: sliding windows read on from where they were.
CREATE INDEX executions_batch ON belfry.executions USING brin (batch_id)
WITH (pages_per_range = 16, autosummarize = on);

-- Alerts of polled rules are few and looked for by their rules.
CREATE INDEX alert_episodes_open_rules ON belfry.alert_episodes (alertname) WHERE state <> 'resolved';

-- What was measured, and alerts about no job.
CREATE OR REPLACE VIEW belfry.alerts AS
SELECT
    a.alert_id,
    lpad(to_hex(a.fingerprint), 16, '0') AS fingerprint,
    a.alertname,
    a.severity,
    a.state,
    a.job_id,
    j.name AS job_name,
    a.labels || jsonb_build_object('alertname', a.alertname, 'severity', a.severity) || CASE
        WHEN a.job_id = '' THEN '{}'
        ELSE jsonb_build_object('cron_job_id', a.job_id, 'cron_job_name', coalesce(j.name, a.facts #>> '{job,name}'))
    END AS labels,
    a.annotations,
    (a.facts ->> 'value')::double precision AS value,
    a.active_since,
    a.firing_since,
    a.resolved_at,
    a.resolve_reason,
    a.execution_id,
    (SELECT array_agg(DISTINCT n.by) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.suppressed = 'silenced') AS silenced_by,
    (SELECT array_agg(DISTINCT n.by) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.suppressed = 'inhibited') AS inhibited_by,
    k.acknowledged_by,
    k.acknowledged_at,
    (SELECT array_agg(DISTINCT n.receiver) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id) AS receivers,
    (SELECT max(n.at) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.notification_id IS NOT NULL) AS last_notified_at,
    (SELECT count(*) FROM belfry.notification_alerts AS n
     WHERE n.job_id = a.job_id AND n.alert_id = a.alert_id AND n.notification_id IS NOT NULL) AS notifications
FROM belfry.alert_episodes AS a
LEFT JOIN belfry.job_states AS j ON j.job_id = a.job_id
LEFT JOIN belfry.acknowledgements AS k ON k.job_id = a.job_id AND k.alert_id = a.alert_id;

-- The read-only role of people, dashboards and rules that query. Where Belfry may not make roles, there is none, and such rules
-- are run read-only as Belfry's own role.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'belfry_reader') THEN
        CREATE ROLE belfry_reader NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'belfry_reader', 'MEMBER') THEN
        EXECUTE format('GRANT belfry_reader TO %I', current_user);
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'no role belfry_reader: %', SQLERRM;
    -- Another database's migration was faster.
    WHEN duplicate_object OR unique_violation THEN
        NULL;
END
$$;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'belfry_reader') THEN
        GRANT USAGE ON SCHEMA belfry TO belfry_reader;
        GRANT SELECT ON ALL TABLES IN SCHEMA belfry TO belfry_reader;
        ALTER DEFAULT PRIVILEGES IN SCHEMA belfry GRANT SELECT ON TABLES TO belfry_reader;
    END IF;
END
$$;

"""###),
        Migration(version: 5, name: "0005_create_triggers", sql: ###"""
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

"""###),
        Migration(version: 6, name: "0006_roll_up_history", sql: ###"""
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

"""###),
        Migration(version: 7, name: "0007_order_outbox", sql: ###"""
-- A channel's queue is in the order of decisions, in which a digest has the place of what it replaces.
CREATE INDEX outbox_queue ON belfry.outbox (channel, created_at, notification_id) WHERE state = 'pending';
DROP INDEX belfry.outbox_pending;

"""###),
        Migration(version: 8, name: "0008_record_absences", sql: ###"""
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

"""###),
        Migration(version: 9, name: "0009_pace_channels", sql: ###"""
-- The token bucket of a channel: until when what it has sent is paid for, at its vendor's pace.
ALTER TABLE belfry.channels ADD COLUMN paced_until timestamptz NOT NULL DEFAULT '-infinity';

"""###),
        Migration(version: 10, name: "0010_gather_triggers", sql: ###"""
-- Successes that count for triggers with several parents: of each parent the newest waits until all of them have succeeded, and is
-- then used in one firing. Distributed by job_id.
CREATE TABLE belfry.trigger_arrivals (
    job_id text COLLATE "C" NOT NULL,
    trigger_name text COLLATE "C" NOT NULL,
    -- Which of the trigger's jobs it stands for, as configured.
    parent text COLLATE "C" NOT NULL,
    execution_id text COLLATE "C" NOT NULL,
    retry_attempt integer NOT NULL,
    -- When it ran: executed_at, but not long after it was received.
    ran_at timestamptz NOT NULL,
    decided_at timestamptz NOT NULL,
    depth integer NOT NULL CHECK (depth >= 0),
    -- The job and the execution that completed the set it was used in, which is in trigger_firings; null until then.
    fired_job_id text COLLATE "C",
    fired_execution_id text COLLATE "C",
    -- A success counts once for a parent, whatever is delivered again.
    PRIMARY KEY (job_id, trigger_name, parent, execution_id),
    CHECK ((fired_job_id IS NULL) = (fired_execution_id IS NULL))
);
CREATE INDEX trigger_arrivals_newest
ON belfry.trigger_arrivals (trigger_name, parent, ran_at DESC, retry_attempt DESC, execution_id DESC);
CREATE INDEX trigger_arrivals_used
ON belfry.trigger_arrivals (fired_job_id, trigger_name, fired_execution_id) WHERE fired_job_id IS NOT NULL;

-- What is to be counted at every scrape.
CREATE INDEX trigger_firings_open ON belfry.trigger_firings (trigger_name, decided_at)
WHERE state IN ('pending', 'sent', 'in_doubt');

"""###),
        Migration(version: 11, name: "0011_fold_in_slices", sql: ###"""
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

"""###),
        Migration(version: 12, name: "0012_count_shared_errors", sql: ###"""
-- Every message says how many jobs fail with the same error, however many alerts fire.
ALTER TABLE belfry.alert_episodes ADD COLUMN error_fingerprint text;
UPDATE belfry.alert_episodes
SET error_fingerprint = facts #>> '{execution,errorFingerprint}'
WHERE state <> 'resolved';
CREATE INDEX alert_episodes_error ON belfry.alert_episodes (error_fingerprint, job_id)
WHERE state = 'firing' AND error_fingerprint IS NOT NULL;

"""###),
        Migration(version: 13, name: "0013_roll_up_minutes", sql: ###"""
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

"""###),
        Migration(version: 14, name: "0014_tell_what_is_over", sql: ###"""
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

"""###),
        Migration(version: 15, name: "0015_order_keys", sql: ###"""
-- Keys by execution first: ids mostly grow with time, so that new ones come to the end of the index instead of to a page for each
-- job, and explain, which is given an execution alone, looks it up.
CREATE UNIQUE INDEX execution_keys_execution ON belfry.execution_keys (execution_id, job_id, retry_attempt);
ALTER TABLE belfry.execution_keys DROP CONSTRAINT execution_keys_pkey;
ALTER TABLE belfry.execution_keys ADD CONSTRAINT execution_keys_pkey PRIMARY KEY USING INDEX execution_keys_execution;

-- A page is tidied up when less than this leaves is free: with 50 at every update, with 75 at every fourth or so.
ALTER TABLE belfry.job_states SET (fillfactor = 75);

-- Writers find rows by it: one page is read where the tree has two. Updates stay HOT, since the key never changes.
CREATE INDEX job_states_hash ON belfry.job_states USING hash (job_id);

"""###),
    ]
}
