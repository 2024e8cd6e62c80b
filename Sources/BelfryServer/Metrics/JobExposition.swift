import BelfryCore
import BelfryStore

/// Writes the families that come from the database: jobs, alerts, backlogs.
struct JobExposition: Sendable {
    /// More jobs than this are left out and counted: at 36 series each they would fill any Prometheus.
    static let maximumJobs = 20_000

    private static let statuses = ["success", "failure", "error", "timeout", "other"]
    private static let outcomes = ["success", "recovered", "failed", "incomplete"]
    private static let alertStates = ["pending", "firing"]

    /// Jobs whose lines of one family are rendered at once: some 200 kB of the longest family.
    private static let jobsPerPart = 128

    /// Appends some lines.
    typealias Part = @Sendable (inout ExpositionWriter) -> Void

    /// A family of jobs, and what writes the lines of some of them.
    private struct JobFamily {
        var description: MetricDescription
        var write: @Sendable (inout ExpositionWriter, Range<Int>) -> Void
    }

    private let snapshot: MetricsSnapshot
    private let jobCount: Int
    /// `cron_job_id="…",cron_job_name="…"` of all jobs, escaped once, one after another.
    private var labels: [UInt8] = []
    private var labelRanges: [Range<Int>] = []

    /// The exposition of a snapshot.
    init(_ snapshot: MetricsSnapshot) {
        self.snapshot = snapshot
        jobCount = min(snapshot.jobs.count, Self.maximumJobs)
        labels.reserveCapacity(jobCount * 100)
        labelRanges.reserveCapacity(jobCount)
        var one: [UInt8] = []
        for job in snapshot.jobs.prefix(jobCount) {
            one.removeAll(keepingCapacity: true)
            ExpositionWriter.appendLabel("cron_job_id", job.jobID, to: &one)
            ExpositionWriter.appendLabel("cron_job_name", job.name, to: &one)
            let start = labels.count
            labels.append(contentsOf: one)
            labelRanges.append(start..<labels.count)
        }
    }

    /// How many jobs were left out.
    var droppedJobs: Int { snapshot.jobs.count - jobCount }

    /// All families in parts, to be rendered one after another; those of jobs where there is a job.
    func parts() -> [Part] {
        var parts: [Part] = []
        for family in jobCount > 0 ? jobFamilies() : [] {
            parts.append { $0.begin(family.description) }
            for start in stride(from: 0, to: jobCount, by: Self.jobsPerPart) {
                let range = start..<min(start + Self.jobsPerPart, jobCount)
                parts.append { family.write(&$0, range) }
            }
        }
        parts.append { writer in
            writeAlerts(to: &writer)
            writeBacklogs(to: &writer)
            writeTriggers(to: &writer)
        }
        return parts
    }

    private func jobFamilies() -> [JobFamily] {
        var families = [
            info(),
            counts(MetricCatalog.jobExecutions, label: "status", values: Self.statuses) { $0.executionsByStatus },
            counts(MetricCatalog.jobRuns, label: "outcome", values: Self.outcomes) { $0.runsByOutcome },
            JobFamily(description: MetricCatalog.jobDuration, write: writeDurations),
            gauge(MetricCatalog.jobLastExecution, decimals: 6) { $0.lastExecutionAt?.microseconds ?? 0 },
            gauge(MetricCatalog.jobLastSuccess, decimals: 6) { $0.lastSuccessAt?.microseconds ?? 0 },
        ]
        if snapshot.jobs.prefix(jobCount).contains(where: { Self.nextExpected(of: $0) != nil }) {
            families.append(
                gauge(MetricCatalog.jobNextExpected, decimals: 6) { Self.nextExpected(of: $0)?.microseconds }
            )
        }
        families += [
            gauge(MetricCatalog.jobLastDuration, decimals: 3) { $0.lastDurationMS },
            gauge(MetricCatalog.jobConsecutiveFailures) { $0.consecutiveFailures },
            gauge(MetricCatalog.jobConsecutiveFailedRuns) { $0.consecutiveFailedRuns },
        ]
        return families
    }

    private func info() -> JobFamily {
        let head = Array("cron_job_info{".utf8)
        return JobFamily(description: MetricCatalog.jobInfo) { writer, range in
            for index in range {
                let job = snapshot.jobs[index]
                var tail = Array(",".utf8)
                tail += writer.labels([
                    ("schedule", job.schedule ?? ""), ("timezone", job.timezone ?? ""), ("state", job.state),
                ])
                tail.append("} ")
                writer.line(head, labels[labelRanges[index]], tail, value: 1)
            }
        }
    }

    private func counts(
        _ description: MetricDescription,
        label: String,
        values: [String],
        counts: @escaping @Sendable (JobSeries) -> [Int64]
    ) -> JobFamily {
        let head = Array("\(description.name){".utf8)
        let tails = values.map { Array(",\(label)=\"\($0)\"} ".utf8) }
        return JobFamily(description: description) { writer, range in
            for index in range {
                let counts = counts(snapshot.jobs[index])
                let labels = labels[labelRanges[index]]
                for (number, tail) in tails.enumerated() {
                    writer.line(head, labels, tail, value: number < counts.count ? counts[number] : 0)
                }
            }
        }
    }

    private func gauge(
        _ description: MetricDescription,
        decimals: Int = 0,
        value: @escaping @Sendable (JobSeries) -> Int64?
    ) -> JobFamily {
        let head = Array("\(description.name){".utf8)
        let tail = Array("} ".utf8)
        return JobFamily(description: description) { writer, range in
            for index in range {
                guard let value = value(snapshot.jobs[index]) else { continue }
                writer.line(head, labels[labelRanges[index]], tail, value: value, decimals: decimals)
            }
        }
    }

    @Sendable private func writeDurations(_ writer: inout ExpositionWriter, _ jobs: Range<Int>) {
        let name = MetricCatalog.jobDuration.name
        let bucket = Array("\(name)_bucket{".utf8)
        let sum = Array("\(name)_sum{".utf8)
        let count = Array("\(name)_count{".utf8)
        let end = Array("} ".utf8)
        let bounds = JobSeries.bucketBoundsMS.map { "\(Double($0) / 1_000)" } + ["+Inf"]
        let tails = bounds.map { Array(",le=\"\($0)\"} ".utf8) }
        for index in jobs {
            let job = snapshot.jobs[index]
            let labels = labels[labelRanges[index]]
            var total: Int64 = 0
            let exemplar = writer.format == .openMetrics ? Self.exemplar(of: job) : nil
            let exemplarBucket = JobSeries.bucketBoundsMS.firstIndex { job.lastDurationMS <= $0 } ?? bounds.count - 1
            for (number, tail) in tails.enumerated() {
                if number < job.buckets.count { total += job.buckets[number] }
                if number == exemplarBucket, let exemplar {
                    writer.line(bucket, labels, tail, value: total, exemplar: exemplar)
                } else {
                    writer.line(bucket, labels, tail, value: total)
                }
            }
            writer.line(sum, labels, end, value: job.durationSumMS, decimals: 3)
            writer.line(count, labels, end, value: total)
        }
    }

    /// When a job's next run is expected: never, while it is paused.
    private static func nextExpected(of job: JobSeries) -> Instant? {
        job.state == "active" ? job.nextExpectedAt : nil
    }

    /// The job's latest attempt, which is known with its id.
    private static func exemplar(of job: JobSeries) -> Exemplar? {
        guard let id = job.lastExecutionID, let at = job.lastExecutionAt else { return nil }
        return Exemplar(executionID: id, milliseconds: job.lastDurationMS, at: at)
    }

    private func writeAlerts(to writer: inout ExpositionWriter) {
        guard !snapshot.alerts.isEmpty else { return }
        var counts: [[String]: Int64] = [:]
        for alert in snapshot.alerts {
            for state in Self.alertStates { counts[[alert.rule, alert.severity, state], default: 0] += 0 }
            counts[[alert.rule, alert.severity, alert.state], default: 0] += alert.count
        }
        let family = MetricCatalog.jobAlerts
        writer.begin(family)
        for (values, count) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            writer.sample(family.name, labels: writer.labels(Array(zip(family.labels, values))), value: count)
        }
    }

    private func writeTriggers(to writer: inout ExpositionWriter) {
        guard !snapshot.triggers.isEmpty else { return }
        func gauge(_ family: MetricDescription, _ value: (MetricsSnapshot.OpenTriggers) -> Int64) {
            writer.begin(family)
            for open in snapshot.triggers {
                writer.sample(family.name, labels: writer.labels([("trigger", open.trigger)]), value: value(open))
            }
        }
        gauge(MetricCatalog.triggersPending, \.pending)
        gauge(MetricCatalog.triggersInDoubt, \.inDoubt)
        guard snapshot.triggers.contains(where: { $0.oldestAt != nil }) else { return }
        writer.begin(MetricCatalog.oldestTrigger)
        for open in snapshot.triggers {
            guard let oldest = open.oldestAt else { continue }
            let labels = writer.labels([("trigger", open.trigger)])
            writer.sample(MetricCatalog.oldestTrigger.name, labels: labels, value: oldest.secondsSinceEpoch)
        }
    }

    private func writeBacklogs(to writer: inout ExpositionWriter) {
        guard !snapshot.pending.isEmpty else { return }
        writer.begin(MetricCatalog.notificationsPending)
        for backlog in snapshot.pending {
            let labels = writer.labels([("receiver", backlog.receiver)])
            writer.sample(MetricCatalog.notificationsPending.name, labels: labels, value: backlog.count)
        }
        guard snapshot.pending.contains(where: { $0.oldestAt != nil }) else { return }
        writer.begin(MetricCatalog.oldestPending)
        for backlog in snapshot.pending {
            guard let oldest = backlog.oldestAt else { continue }
            let labels = writer.labels([("receiver", backlog.receiver)])
            writer.sample(MetricCatalog.oldestPending.name, labels: labels, value: oldest.secondsSinceEpoch)
        }
    }
}
