public import BelfryCore

/// A rule file as a large installation has it, made for measurements: many rules, of which an attempt concerns few.
public enum BenchRuleFile {
    /// Rules in the file.
    public static let count = 50

    /// The file: `count` rules with names of their own, on attempts and on runs.
    public static let file = RuleFile(name: "bench.yaml", text: text)

    /// One kind of rule; `number` tells its rules apart.
    private struct Shape {
        var trigger: RuleTrigger
        var expression: @Sendable (_ number: Int) -> String
        var keys: String

        init(
            _ expression: @escaping @Sendable (_ number: Int) -> String,
            on trigger: RuleTrigger = .execution,
            keys: String = ""
        ) {
            self.expression = expression
            self.trigger = trigger
            self.keys = keys
        }
    }

    private static let shapes = [
        Shape({ #"status != "success" && next_retry_at == null && cron_job_name.startsWith("team\#($0)-")"# }),
        Shape({ "response_time_ms > \(30_000 + 1_000 * $0)" }, keys: "consecutive: 3"),
        Shape({ #"status != "success" && cron_job_name.contains("critical-\#($0)")"# }),
        Shape({ "response_code != null && response_code >= \(510 + $0)" }),
        Shape({
            "job.executions > \(40 + $0) && job.p95_ms != null && response_time_ms > \(3 + $0) * job.p95_ms + 10000"
        }),
        Shape({ #"error_message != null && error_message.matches("(?i)deadlock|refused|error \#($0)$")"# }),
        Shape({ #"cron_job_name.matches("^(billing|payments)-\#($0)") && status != "success""# }),
        Shape({
            #"status == "success" && response_body != null && response_body.contains("\"failed\": \#($0)")"#
        }),
        Shape({
            #"cron_job_name == "data-sync-\#($0)" && response_body != null && json(response_body).records_synced == 0"#
        }),
        Shape({ "job.consecutive_failures >= \(5 + $0)" }, keys: "for: 10m"),
        Shape({ #"run.outcome == "recovered" && run.attempts >= \#(3 + $0)"# }, on: .run, keys: "consecutive: 2"),
        Shape({ "run.duration_ms > \(3_600_000 + 60_000 * $0)" }, on: .run),
        Shape({
            #"status == "timeout" && job.last_status != "timeout" && job.name.endsWith("-\#($0)")"#
        }),
        Shape({ #"status in ["error", "timeout"] && retry_attempt >= \#($0)"# }, keys: "remind: 1h"),
    ]

    private static var text: String {
        var text = "groups:\n  - name: bench\n    labels: {team: bench}\n    rules:\n"
        for number in 0..<count {
            let shape = shapes[number % shapes.count]
            text += """
                      - alert: Bench\(number + 1)
                        on: \(shape.trigger.rawValue)
                        expr: |-
                          \(shape.expression(number / shapes.count + 1))
                        labels: {severity: warning}
                        annotations: {summary: "{{cron_job_name}}: {{status}}"}

                """
            if !shape.keys.isEmpty { text += "        \(shape.keys)\n" }
        }
        return text
    }
}
