import Foundation

/// What a run against the rules alone tells its caller.
struct BenchRulesReport: Codable {
    /// The core under one rule set.
    struct RuleSet: Codable {
        let name: String
        let rules: Int
        let events: UInt64
        let eventsPerSecond: Double
        let nsPerEvent: Double
        /// What one rule adds to an event; nil without rules.
        let nsPerEventAndRule: Double?
        let fired: Int
        let failures: Int
    }

    /// A look at the last hours of every job.
    struct WindowTick: Codable {
        let rules: Int
        let executionsPerJob: Int
        let medianMS: Double
        let longestMS: Double
    }

    /// One compiled expression.
    struct Expression: Codable {
        let expression: String
        let successNS: Double
        let failureNS: Double
    }

    let jobs: UInt64
    let batch: Int
    let ruleSets: [RuleSet]
    let windowTick: WindowTick
    let expressions: [Expression]

    /// The report as one JSON object with keys in snake case.
    func json() throws -> String { try OutputFormat.json(self) }

    /// The report as Markdown tables.
    var text: String {
        var lines = [
            "| rules | events | events/s | ns an event | ns an event and rule | alerts | without a value |",
            "|---|---|---|---|---|---|---|",
        ]
        for set in ruleSets {
            let each = set.nsPerEventAndRule.map { "\(Int($0.rounded()))" } ?? ""
            lines.append(
                "| \(set.name): \(set.rules) | \(set.events) | \(Int(set.eventsPerSecond)) | \(Int(set.nsPerEvent)) "
                    + "| \(each) | \(set.fired) | \(set.failures) |"
            )
        }
        lines += ["", "| one expression, compiled | ns on a success | ns on a failure |", "|---|---|---|"]
        for row in expressions {
            // A bar would end the cell.
            let text = row.expression.replacing("|", with: "\\|")
            lines.append("| `\(text)` | \(Int(row.successNS.rounded())) | \(Int(row.failureNS.rounded())) |")
        }
        lines += [
            "",
            "A tick of \(windowTick.rules) rules on windows, every job with \(windowTick.executionsPerJob) executions and a new one: "
                + "\(Int(windowTick.medianMS)) ms (median of 5), \(Int(windowTick.longestMS)) ms at most.",
        ]
        lines += ["", "\(jobs) jobs, batches of \(batch), the pure core alone: no database, no HTTP."]
        return lines.joined(separator: "\n")
    }
}
