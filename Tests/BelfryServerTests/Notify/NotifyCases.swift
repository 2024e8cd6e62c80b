import BelfryCore

/// Notifications every chat must be able to say, by the name of their golden.
enum NotifyCases {
    static let all: [(name: String, content: NotificationContent)] = [
        ("firing", .of([.failed()])),
        ("firing-of-known-maximum", .of([knownMaximum])),
        ("missed", .of([.missed])),
        ("timeout-no-more-retries", .of([timedOut])),
        ("resolved", .of([.recovered()], reason: .resolved)),
        ("resolved-by-a-success", .of([ended], reason: .resolved)),
        ("closed", .of([closed], reason: .resolved)),
        ("repeat", .of([.failed()], reason: .repeat)),
        ("final", .of([final], reason: .final)),
        ("same-error", .of([sharing()])),
        ("acknowledged", .of([acknowledged], reason: .acknowledged)),
        ("test-execution", .of([testExecution])),
        ("test", .of([], reason: .test)),
        ("group-of-3", .of([.failed(1), .failed(2, name: "Data Sync"), .recovered(3)])),
        ("group-of-50", .of((1...50).map { .failed(Int64($0), name: "Job number \($0)") }, truncated: 13)),
        ("group-with-same-error", .of((1...3).map { sharing($0) })),
        ("digest", .of((1...8).map { .failed(Int64($0), name: "Job number \($0)") }, reason: .digest)),
        ("longest", .of([.saying("All work and no play. ", repeated: 400)])),
        ("longest-group", .of((1...50).map { _ in .saying("\"&<>\\", repeated: 400) }, truncated: 1_000)),
        ("hostile-mentions", .of([.saying("<!channel> <@U123> @here &amp; <https://evil.example|click> ")])),
        ("hostile-backticks", .of([.saying("```*bold* `x` ~_# ```` ")])),
        ("hostile-controls", .of([.saying("a\u{202E}b\u{1B}[31mc\u{0}d\r\ne\tf\u{2028}g\u{FEFF} ")])),
        ("hostile-clusters", .of([.saying("👩‍👩‍👧‍👦🏳️‍🌈é\u{301}\u{302}", repeated: 300)])),
        ("hostile-cluster-without-end", .of([.saying("a" + String(repeating: "\u{301}", count: 20_000))])),
        ("right-to-left", .of([.saying("تقرير المبيعات اليومي ")])),
    ]

    private static var knownMaximum: AlertFacts {
        var alert = AlertFacts.failed()
        alert.execution?.maximumAttempts = 4
        return alert
    }

    private static var timedOut: AlertFacts {
        var alert = AlertFacts.failed()
        alert.severity = .critical
        alert.execution?.status = "timeout"
        alert.execution?.responseCode = nil
        alert.execution?.responseBody = nil
        alert.execution?.errorMessage = "no answer within 30 s"
        alert.execution?.responseTimeMS = 30_000
        alert.execution?.nextRetryAt = nil
        return alert
    }

    private static var final: AlertFacts {
        var alert = AlertFacts.failed()
        alert.execution?.retryAttempt = 3
        alert.execution?.nextRetryAt = nil
        return alert
    }

    private static func sharing(_ number: Int64 = 1) -> AlertFacts {
        var alert = AlertFacts.failed(number)
        alert.othersWithSameError = 12
        return alert
    }

    private static var acknowledged: AlertFacts {
        var alert = AlertFacts.failed()
        alert.acknowledgedBy = "ana <@U1> *b*"
        return alert
    }

    /// As alerts end: with the attempt that failed last, not the one that succeeded.
    private static var ended: AlertFacts {
        var alert = AlertFacts.failed()
        alert.state = .resolved
        alert.endsAt = instant("2026-01-25T02:10:00Z")
        alert.resolveReason = "success"
        alert.failedRuns = 1
        return alert
    }

    private static var closed: AlertFacts {
        var alert = AlertFacts.recovered()
        alert.resolveReason = "rule removed"
        alert.failedRuns = nil
        return alert
    }

    private static var testExecution: AlertFacts {
        var alert = AlertFacts.failed()
        alert.execution?.isTest = true
        return alert
    }
}
