import BelfryServer

extension BenchReport {
    /// The report as a table for people.
    var text: String {
        var rows: [(String, String)] = [
            ("target", "\(url), \(connections) connections, run \(runID)"),
            ("sent", "\(sent)"),
            ("acknowledged", "\(acknowledged) (\(duplicates) duplicates, \(failures) failures)"),
            ("rate", "\(Int(eventsPerSecond)) events/s in \(seconds) s"),
            ("latency", Self.text(latencyMS)),
        ]
        if let alerts {
            rows.append(("messages", "\(alerts.messages): \(alerts.matched) matched, \(alerts.missing) missing"))
            rows.append(("to the chat", Self.text(alerts.latencyMS)))
        }
        for (error, count) in errors.sorted(by: { $0.key < $1.key }) {
            rows.append(("error", "\(error): \(count)"))
        }
        if let verification { rows += Self.rows(verification) }
        return rows.map { $0.0.padding(to: 14) + $0.1 }.joined(separator: "\n")
    }

    /// A verification as lines of the table.
    static func rows(_ verdict: BenchVerdict) -> [(String, String)] {
        var rows = [
            ("verified", "\(verdict.acknowledged) acknowledged, \(verdict.stored) stored"),
            ("missing", "\(verdict.missing)"),
            ("stored twice", "\(verdict.storedTwice)"),
            ("unanswered", "\(verdict.storedUnacknowledged) stored without an acknowledgement (allowed)"),
        ]
        rows += verdict.examples.map { ("broken", $0) }
        return rows
    }

    /// The percentiles on one line.
    static func text(_ latency: Latency) -> String {
        "p50 \(latency.p50)  p95 \(latency.p95)  p99 \(latency.p99)  p99.9 \(latency.p999)  max \(latency.max) ms"
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
