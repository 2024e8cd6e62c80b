import BelfryCore
import BelfryTestSupport

/// Attempts of a few jobs as senders make them: runs with retries that come, come early, share an id or not, overlap the next
/// run or never arrive; equal times, changed names, odd statuses and clocks far ahead.
enum RandomAttempts {
    /// The stream begins here.
    static let start = Instant(seconds: 1_700_000_000)
    /// The longest time from the first attempt to the last: within `LateAttempts.horizon`, behind which runs are not rebuilt.
    private static let maximumMinutes: Int64 = 2_400

    /// A stream in the order of the positions, every attempt once.
    static func stream(jobs: Int, using random: inout SplitMix) -> [ReceivedExecution] {
        var attempts: [ReceivedExecution] = []
        for job in 0..<jobs { attempts += Self.job("job-\(job)", using: &random) }
        return attempts.sorted { ($0.position, $0.execution.jobID) < ($1.position, $1.execution.jobID) }
    }

    private static func job(_ jobID: String, using random: inout SplitMix) -> [ReceivedExecution] {
        var attempts: [ReceivedExecution] = []
        var minute: Int64 = 0
        for run in 0..<Int.random(in: 1...14, using: &random) where minute < maximumMinutes {
            let sharesID = random.once(in: 2)
            let last = Int32.random(in: 0...3, using: &random)
            var at = minute
            for number in 0...last {
                let wait = Int64.random(in: 1...90, using: &random)
                let promises = number < last || random.once(in: 6)
                let attempt = Self.attempt(
                    of: jobID,
                    id: sharesID ? "run\(run)" : "run\(run)-\(number)",
                    number: number,
                    at: at,
                    promise: promises ? wait : nil,
                    using: &random
                )
                // One in eight is never sent, or lost for good.
                if !random.once(in: 8) { attempts.append(attempt) }
                at = max(minute, at + wait + Int64.random(in: -2...5, using: &random))
            }
            // The next run may begin at the same time, or while this one still has retries to come.
            minute += random.once(in: 4) ? 0 : Int64.random(in: 1...200, using: &random)
        }
        return attempts
    }

    private static func attempt(
        of jobID: String,
        id: String,
        number: Int32,
        at minute: Int64,
        promise wait: Int64?,
        using random: inout SplitMix
    ) -> ReceivedExecution {
        let time = start + .minutes(minute)
        let failures: [ExecutionStatus] = [.failure, .error, .timeout, .other("skipped")]
        let fails = wait != nil || random.once(in: 3)
        let status = fails ? failures[Int.random(in: 0..<failures.count, using: &random)] : .success
        let execution = Execution(
            jobID: jobID,
            jobName: "Report \(Int.random(in: 1...3, using: &random))",
            executionID: id,
            status: status,
            executedAt: random.once(in: 40) ? time + .days(3_650) : time,
            responseCode: status == .timeout ? nil : (fails ? 500 : 200) + Int32.random(in: 0...1, using: &random),
            responseTimeMS: [80, 900, 5_200, 70_000][Int.random(in: 0..<4, using: &random)],
            errorMessage: fails && !random.once(in: 5) ? "boom \(minute) \(number)" : nil,
            retryAttempt: number,
            nextRetryAt: wait.map { time + .minutes($0) }
        )
        return ReceivedExecution(
            execution: execution,
            receivedAt: time + .seconds(Int64.random(in: 0...20, using: &random)),
            contentDigest: ContentDigest.digest(execution)
        )
    }

    /// The same attempts as a bad network delivers them: in any order, many of them twice or more, in batches of any size.
    static func delivered(_ stream: [ReceivedExecution], using random: inout SplitMix) -> [[ReceivedExecution]] {
        var deliveries = stream
        for attempt in stream where random.once(in: 3) {
            deliveries += Array(repeating: attempt, count: Int.random(in: 1...2, using: &random))
        }
        return batches(deliveries.shuffled(using: &random), using: &random)
    }

    /// Attempts cut into batches without a change of their order.
    static func batches(_ attempts: [ReceivedExecution], using random: inout SplitMix) -> [[ReceivedExecution]] {
        var batches: [[ReceivedExecution]] = []
        var rest = attempts[...]
        while !rest.isEmpty {
            let count = min(rest.count, Int.random(in: 1...9, using: &random))
            batches.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return batches
    }
}
