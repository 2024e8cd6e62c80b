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
