import BelfryCore
import Foundation

/// A tick of the rules about the last hours of jobs, in the worst case: something has come of every job.
struct WindowBench {
    /// Rules of the file.
    static let count = 50
    /// Executions each job has in its windows.
    static let executions = 24

    /// The file: `count` rules over three windows.
    static let file: RuleFile = {
        var text = "groups:\n  - name: windows\n    rules:\n"
        for number in 0..<count {
            let over = ["1h", "6h", "1d"][number % 3]
            let expression = [
                "executions >= 5 && failure_ratio > 0.\(20 + number)", "p95_ms > \(60_000 + number)",
                "failed_runs >= \(50 + number)", "executions > 3 && max_ms > 10 * p50_ms + \(100_000 + number)",
            ][number % 4]
            text += "      - {alert: Window\(number), on: window, over: \(over), expr: '\(expression)'}\n"
        }
        return RuleFile(name: "windows.yaml", text: text)
    }()

    private let rules: RuleSet
    private var windows: JobWindows
    private var jobs: [String: JobState] = [:]
    private var now = Instant(seconds: 1_790_000_000)
    private var number = 0

    /// Jobs with a day behind them.
    init(rules: RuleSet, jobs count: UInt64) {
        self.rules = rules
        windows = JobWindows(rules: rules)
        for _ in 0..<Self.executions {
            now = now + .hours(1)
            let batch = executions(count)
            let decision = BatchDecider.decide(
                Batch(batchID: Int64(number), now: now, executions: batch, jobs: jobs, openAlerts: [:]),
                rules: rules
            )
            for job in decision.jobs { jobs[job.jobID] = job }
            windows.add(batch.map(WindowAttempt.init))
        }
        _ = windows.takeChanged(at: now)
    }

    /// Takes in one more execution of every job and looks at all of them; the time it took in milliseconds.
    mutating func tick() -> Double {
        now = now + .hours(1)
        let attempts = executions(UInt64(jobs.count)).map(WindowAttempt.init)
        let start = ContinuousClock.now
        windows.add(attempts)
        let changed = windows.takeChanged(at: now)
        let polled = PolledAlerts(batchID: Int64(number), now: now, jobs: jobs, openAlerts: [:])
        _ = WindowDecider.decide(changed, windows, polled, rules: rules)
        return (ContinuousClock.now - start) / .milliseconds(1)
    }

    private mutating func executions(_ count: UInt64) -> [ReceivedExecution] {
        number += 1
        return (0..<count).map { job in
            let execution = Execution(
                jobID: "job-\(job)",
                jobName: "Job \(job)",
                executionID: "\(number)-\(job)",
                status: (Int(job) + number) % 50 == 0 ? .failure : .success,
                executedAt: now,
                responseCode: 200,
                responseTimeMS: 100 + Int64(job % 37) * 10 + Int64(number % 5),
                retryAttempt: 0,
                nextRetryAt: nil
            )
            return ReceivedExecution(execution: execution, receivedAt: now, contentDigest: Int64(job))
        }
    }
}
