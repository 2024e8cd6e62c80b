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
