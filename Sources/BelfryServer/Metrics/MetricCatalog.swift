/// Every metric Belfry exports under its own name: a name here is a promise to dashboards and alerting rules.
enum MetricCatalog {
    // Per job, from the database; every job label set begins with `cron_job_id` and `cron_job_name`.

    static let jobInfo = MetricDescription(
        "cron_job_info",
        .info,
        labels: ["cron_job_id", "cron_job_name", "schedule", "timezone", "state"],
        help: "A job that sends webhooks; state is active or paused."
    )
    static let jobExecutions = MetricDescription(
        "cron_job_executions_total",
        .counter,
        labels: ["cron_job_id", "cron_job_name", "status"],
        help: "Attempts by the status that the webhook reported."
    )
    static let jobRuns = MetricDescription(
        "cron_job_runs_total",
        .counter,
        labels: ["cron_job_id", "cron_job_name", "outcome"],
        help: "Closed runs (an attempt with its retries) by outcome."
    )
    static let jobDuration = MetricDescription(
        "cron_job_duration_seconds",
        .histogram,
        labels: ["cron_job_id", "cron_job_name"],
        unit: "seconds",
        help: "Response time of one attempt, whatever its status."
    )
    static let jobLastExecution = MetricDescription(
        "cron_job_last_execution_timestamp_seconds",
        .gauge,
        labels: ["cron_job_id", "cron_job_name"],
        unit: "seconds",
        help: "When the latest attempt ran; 0 before the first."
    )
    static let jobLastSuccess = MetricDescription(
        "cron_job_last_success_timestamp_seconds",
        .gauge,
        labels: ["cron_job_id", "cron_job_name"],
        unit: "seconds",
        help: "When the latest successful attempt ran; 0 before the first."
    )
    static let jobNextExpected = MetricDescription(
        "cron_job_next_expected_timestamp_seconds",
        .gauge,
        labels: ["cron_job_id", "cron_job_name"],
        unit: "seconds",
        help: "When the next run is expected; absent where that is unknown or the job is paused."
    )
    static let jobLastDuration = MetricDescription(
        "cron_job_last_duration_seconds",
        .gauge,
        labels: ["cron_job_id", "cron_job_name"],
        unit: "seconds",
        help: "Response time of the latest attempt."
    )
    static let jobConsecutiveFailures = MetricDescription(
        "cron_job_consecutive_failures",
        .gauge,
        labels: ["cron_job_id", "cron_job_name"],
        help: "Failed attempts since the last successful one."
    )
    static let jobConsecutiveFailedRuns = MetricDescription(
        "cron_job_consecutive_failed_runs",
        .gauge,
        labels: ["cron_job_id", "cron_job_name"],
        help: "Failed runs since the last one that did not fail."
    )

    // From the database, without a job.

    static let jobAlerts = MetricDescription(
        "cron_job_alerts",
        .gauge,
        labels: ["rule", "severity", "state"],
        help: "Open alerts by rule and state; 0 for a loaded rule without one."
    )
    static let notificationsPending = MetricDescription(
        "belfry_notifications_pending",
        .gauge,
        labels: ["receiver"],
        help: "Notifications decided and not yet delivered or given up."
    )
    static let oldestPending = MetricDescription(
        "belfry_notification_oldest_pending_timestamp_seconds",
        .gauge,
        labels: ["receiver"],
        unit: "seconds",
        help: "When the oldest pending notification was decided; absent where none is."
    )
    static let triggersPending = MetricDescription(
        "belfry_triggers_pending",
        .gauge,
        labels: ["trigger"],
        help: "Triggers fired and not yet answered or given up."
    )
    static let triggersInDoubt = MetricDescription(
        "belfry_triggers_in_doubt",
        .gauge,
        labels: ["trigger"],
        help: "Triggers of the last 24 hours of which nobody knows whether they have arrived."
    )
    static let oldestTrigger = MetricDescription(
        "belfry_trigger_oldest_pending_timestamp_seconds",
        .gauge,
        labels: ["trigger"],
        unit: "seconds",
        help: "When the oldest pending trigger was fired; absent where none is."
    )
    static let databaseUp = MetricDescription(
        "belfry_database_up",
        .gauge,
        help: "Whether the database answered when it was last asked."
    )

    // This process.

    static let buildInfo = MetricDescription(
        "belfry_build_info",
        .info,
        labels: ["version"],
        help: "The version of Belfry that runs here."
    )
    static let configInfo = MetricDescription(
        "belfry_config_info",
        .info,
        labels: ["hash"],
        help: "The hash of this replica's configuration and rule files; replicas should agree."
    )
    static let configReloadSuccessful = MetricDescription(
        "belfry_config_last_reload_successful",
        .gauge,
        help: "Whether the last start or reload took the files as they are."
    )
    static let webhookRequests = MetricDescription(
        "belfry_webhook_requests_total",
        .counter,
        labels: ["result"],
        help: "Webhook requests by what became of them."
    )
    static let webhookDuration = MetricDescription(
        "belfry_webhook_duration_seconds",
        .histogram,
        unit: "seconds",
        help: "From the head of a webhook request to its answer, the commit included."
    )
    static let commitDuration = MetricDescription(
        "belfry_commit_duration_seconds",
        .histogram,
        unit: "seconds",
        help: "Time to store and decide one batch."
    )
    static let ingestQueueLength = MetricDescription(
        "belfry_ingest_queue_length",
        .gauge,
        help: "Webhooks waiting for the commit that is running."
    )
    static let ingestQueueCapacity = MetricDescription(
        "belfry_ingest_queue_capacity",
        .gauge,
        help: "How many webhooks may wait; more are answered 503."
    )
    static let ruleEvaluationFailures = MetricDescription(
        "belfry_rule_evaluation_failures_total",
        .counter,
        labels: ["rule"],
        help: "Evaluations of a rule that ended in an error."
    )
    static let tickerLastSuccess = MetricDescription(
        "belfry_ticker_last_success_timestamp_seconds",
        .gauge,
        unit: "seconds",
        help: "When the evaluation of time-based rules last succeeded; 0 before the first."
    )
    static let notifications = MetricDescription(
        "belfry_notifications_total",
        .counter,
        labels: ["integration", "receiver"],
        help: "Notifications attempted."
    )
    static let notificationsFailed = MetricDescription(
        "belfry_notifications_failed_total",
        .counter,
        labels: ["integration", "receiver", "reason"],
        help: "Notifications given up, by reason."
    )
    static let notificationRequests = MetricDescription(
        "belfry_notification_requests_total",
        .counter,
        help: "Requests sent to chats and other receivers, retries included."
    )
    static let notificationRequestsFailed = MetricDescription(
        "belfry_notification_requests_failed_total",
        .counter,
        help: "Requests to receivers that did not deliver."
    )
    static let notificationLatency = MetricDescription(
        "belfry_notification_latency_seconds",
        .histogram,
        unit: "seconds",
        help: "Duration of one request to a receiver."
    )
    static let notificationsSuppressed = MetricDescription(
        "belfry_notifications_suppressed_total",
        .counter,
        labels: ["reason"],
        help: "Notifications held back, by reason."
    )
    static let triggers = MetricDescription(
        "belfry_triggers_total",
        .counter,
        labels: ["trigger", "outcome"],
        help: "Triggers by what became of them: fired or why not, and what came of those that were sent."
    )
    static let triggerLatency = MetricDescription(
        "belfry_trigger_latency_seconds",
        .histogram,
        unit: "seconds",
        help: "Duration of one request of a trigger; A1Cron answers when the job it has started is done."
    )
    static let silences = MetricDescription(
        "belfry_silences",
        .gauge,
        labels: ["state"],
        help: "Silences by state."
    )
    static let secretLastUsed = MetricDescription(
        "belfry_webhook_secret_last_used_timestamp_seconds",
        .gauge,
        labels: ["secret_id"],
        unit: "seconds",
        help: "When a webhook signed with the secret was last verified here; 0 before the first."
    )
    static let collectorDuration = MetricDescription(
        "belfry_scrape_collector_duration_seconds",
        .gauge,
        labels: ["collector"],
        unit: "seconds",
        help: "How long a collector took in this scrape, without the writing of jobs' lines."
    )
    static let collectorSuccess = MetricDescription(
        "belfry_scrape_collector_success",
        .gauge,
        labels: ["collector"],
        help: "Whether a collector succeeded in this scrape."
    )
    static let seriesDropped = MetricDescription(
        "belfry_series_dropped_total",
        .counter,
        labels: ["reason"],
        help: "Series left out of an exposition because there were too many."
    )
    static let connections = MetricDescription(
        "belfry_http_connections",
        .gauge,
        labels: ["listener"],
        help: "Open connections by what their listener serves: everything, or webhooks."
    )
    static let connectionsDropped = MetricDescription(
        "belfry_http_connections_dropped_total",
        .counter,
        labels: ["reason"],
        help: "Connections closed against their client's will, by reason."
    )
    static let partitions = MetricDescription(
        "belfry_partitions",
        .gauge,
        labels: ["state"],
        help:
            "Daily partitions of the history by state; missing are those of today and the next seven days that are not there."
    )
    static let maintenanceLastSuccess = MetricDescription(
        "belfry_maintenance_last_success_timestamp_seconds",
        .gauge,
        labels: ["task"],
        unit: "seconds",
        help: "When a task of the history's maintenance last succeeded here; 0 before the first."
    )

    // The names every process has, from procfs.

    static let processCPU = MetricDescription(
        "process_cpu_seconds_total",
        .counter,
        unit: "seconds",
        help: "Total user and system CPU time spent in seconds."
    )
    static let processOpenFDs = MetricDescription("process_open_fds", .gauge, help: "Number of open file descriptors.")
    static let processMaxFDs = MetricDescription(
        "process_max_fds",
        .gauge,
        help: "Maximum number of open file descriptors."
    )
    static let processVirtualMemory = MetricDescription(
        "process_virtual_memory_bytes",
        .gauge,
        unit: "bytes",
        help: "Virtual memory size in bytes."
    )
    static let processResidentMemory = MetricDescription(
        "process_resident_memory_bytes",
        .gauge,
        unit: "bytes",
        help: "Resident memory size in bytes."
    )
    static let processStartTime = MetricDescription(
        "process_start_time_seconds",
        .gauge,
        unit: "seconds",
        help: "Start time of the process since unix epoch in seconds."
    )
    static let processThreads = MetricDescription(
        "process_threads",
        .gauge,
        help: "Number of OS threads in the process."
    )
}
