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
