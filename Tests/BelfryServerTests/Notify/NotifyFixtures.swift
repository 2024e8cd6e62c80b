import BelfryCore

@testable import BelfryServer

/// The instant an ISO 8601 text names.
func instant(_ text: String) -> Instant {
    Instant(iso8601: text.utf8) ?? Instant(microseconds: .min)
}

/// 12 minutes after the job failed.
let nightly = instant("2026-01-25T02:12:00Z")

extension DeliveryContext {
    /// A first attempt at night, with or without pages to link to.
    static func atNight(externalURL: String? = "https://belfry.example") -> DeliveryContext {
        DeliveryContext(deliveryID: "d-1", now: nightly, links: MessageLinks(externalURL: externalURL))
    }
}

extension AlertFacts {
    /// A job that failed at two with HTTP 500, in its second attempt.
    static func failed(_ number: Int64 = 1, name: String = "Daily Sales Report") -> AlertFacts {
        let job = JobFacts(
            jobID: "cron_\(number)",
            name: name,
            lastSuccessAt: instant("2026-01-24T02:00:05Z"),
            firstSeenAt: instant("2025-11-03T08:00:00Z"),
            consecutiveFailures: 2,
            consecutiveFailedRuns: 1,
            p50MS: 850,
            p95MS: 1_200
        )
        let execution = ExecutionFacts(
            executionID: "exe_\(987_654_320 + number)",
            status: "failure",
            executedAt: instant("2026-01-25T02:00:00Z"),
            responseCode: 500,
            responseTimeMS: 5_200,
            errorMessage: "HTTP 500 Internal Server Error",
            responseBody: "{\"error\":\"connection to database lost\"}",
            retryAttempt: 1,
            nextRetryAt: instant("2026-01-25T02:15:00Z")
        )
        return AlertFacts(
            alertID: number,
            fingerprint: "0f1e2d3c4b5a697\(number % 10)",
            alertname: "JobFailed",
            severity: .error,
            state: .firing,
            labels: [
                "alertname": "JobFailed", "cron_job_id": "cron_\(number)", "cron_job_name": name, "severity": "error",
                "team": "payments",
            ],
            annotations: [
                "summary": RenderedText([.markup("*"), .text(name), .markup("* failed, <!here>")]),
                "description": RenderedText([.markup("Sales figures will be missing at 08:00.")]),
                "runbook_url": RenderedText([.markup("https://wiki.example/runbooks/sales")]),
                "dashboard_url": RenderedText([.markup("https://grafana.example/d/jobs?job="), .text("cron_1")]),
            ],
            startsAt: instant("2026-01-25T02:00:00Z"),
            job: job,
            execution: execution,
            lastRuns: RunStrip(
                latenciesMS: [820, 860, nil, 850, 1_150, 840, 870, 1_700, 830, 850, 840, nil],
                usualMS: 850
            )
        )
    }

    /// One of many alerts, each with a fingerprint of its own.
    static func numbered(_ number: Int64) -> AlertFacts {
        var alert = failed(number, name: "Job number \(number)")
        alert.fingerprint = AlertIdentity.text(UInt64(number))
        return alert
    }

    /// The same alert once the job works again.
    static func recovered(_ number: Int64 = 1) -> AlertFacts {
        var alert = failed(number)
        alert.state = .resolved
        alert.endsAt = instant("2026-01-25T02:10:00Z")
        alert.resolveReason = "success"
        alert.failedRuns = 1
        alert.execution?.status = "success"
        alert.execution?.responseCode = 200
        alert.execution?.errorMessage = nil
        alert.execution?.responseBody = nil
        alert.execution?.nextRetryAt = nil
        alert.execution?.responseTimeMS = 910
        return alert
    }

    /// A job that has not run; there is no execution, no success and no usual latency.
    static var missed: AlertFacts {
        var alert = failed()
        alert.alertname = "JobMissed"
        alert.labels["alertname"] = "JobMissed"
        alert.severity = .warning
        alert.annotations = [:]
        alert.execution = nil
        alert.job.lastSuccessAt = nil
        alert.job.consecutiveFailures = 0
        alert.job.consecutiveFailedRuns = 0
        alert.lastRuns = nil
        return alert
    }

    /// An alert whose texts are all replaced, the name of the rule included.
    static func saying(_ text: String, repeated count: Int = 1) -> AlertFacts {
        let long = String(repeating: text, count: count)
        var alert = failed(1, name: long)
        alert.alertname = long
        alert.labels = ["alertname": long, "cron_job_id": long, "cron_job_name": long, "severity": "error", "x": long]
        alert.job.jobID = long
        alert.execution?.executionID = long
        alert.execution?.errorMessage = String(long.prefix(1_000))
        alert.execution?.responseBody = String(long.prefix(1_000))
        alert.othersWithSameError = 100
        alert.acknowledgedBy = long
        alert.annotations = [
            "summary": RenderedText([.markup("Look: "), .text(long)]),
            "description": RenderedText([.text(long)]),
            "runbook_url": RenderedText([.markup("https://wiki.example/"), .text(long)]),
        ]
        return alert
    }
}

extension NotificationContent {
    /// A notification of these alerts.
    static func of(
        _ alerts: [AlertFacts],
        reason: NotificationReason = .firing,
        truncated: Int = 0
    ) -> NotificationContent {
        NotificationContent(
            receiver: "ops",
            groupKey: "{}:{alertname=\"JobFailed\"}",
            groupLabels: ["alertname": "JobFailed"],
            reason: reason,
            alerts: alerts,
            truncatedAlerts: truncated,
            createdAt: nightly
        )
    }
}
