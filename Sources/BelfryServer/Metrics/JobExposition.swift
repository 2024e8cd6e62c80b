import BelfryCore
import BelfryStore

/// Writes the families that come from the database: jobs, alerts, backlogs.
struct JobExposition {
    /// More jobs than this are left out and counted: at 36 series each they would fill any Prometheus.
    static let maximumJobs = 20_000

    private static let statuses = ["success", "failure", "error", "timeout", "other"]
    private static let outcomes = ["success", "recovered", "failed", "incomplete"]
    private static let alertStates = ["pending", "firing"]

    private let snapshot: MetricsSnapshot
    private let jobs: ArraySlice<JobSeries>
    /// `cron_job_id="…",cron_job_name="…"` of all jobs, escaped once, one after another.
    private var labels: [UInt8] = []
    private var labelRanges: [Range<Int>] = []

    /// The exposition of a snapshot.
    init(_ snapshot: MetricsSnapshot) {
        self.snapshot = snapshot
        jobs = snapshot.jobs.prefix(Self.maximumJobs)
        labels.reserveCapacity(jobs.count * 100)
        labelRanges.reserveCapacity(jobs.count)
        var one: [UInt8] = []
        for job in jobs {
            one.removeAll(keepingCapacity: true)
            ExpositionWriter.appendLabel("cron_job_id", job.jobID, to: &one)
            ExpositionWriter.appendLabel("cron_job_name", job.name, to: &one)
            let start = labels.count
            labels.append(contentsOf: one)
            labelRanges.append(start..<labels.count)
        }
    }

    /// How many jobs were left out.
    var droppedJobs: Int { snapshot.jobs.count - jobs.count }

    /// About how many bytes the exposition has.
    var estimatedBytes: Int { 4_096 + jobs.count * 36 * 60 + labels.count * 36 }

    /// Appends all families; those of jobs where there is a job.
    func write(to writer: inout ExpositionWriter) {
        if !jobs.isEmpty {
            writeInfo(to: &writer)
            writeCounts(MetricCatalog.jobExecutions, label: "status", values: Self.statuses, to: &writer) {
                $0.executionsByStatus
            }
            writeCounts(MetricCatalog.jobRuns, label: "outcome", values: Self.outcomes, to: &writer) {
                $0.runsByOutcome
            }
            writeDurations(to: &writer)
            writeGauge(MetricCatalog.jobLastExecution, decimals: 6, to: &writer) {
                $0.lastExecutionAt?.microseconds ?? 0
            }
            writeGauge(MetricCatalog.jobLastSuccess, decimals: 6, to: &writer) { $0.lastSuccessAt?.microseconds ?? 0 }
            if jobs.contains(where: { Self.nextExpected(of: $0) != nil }) {
                writeGauge(MetricCatalog.jobNextExpected, decimals: 6, to: &writer) {
                    Self.nextExpected(of: $0)?.microseconds
                }
            }
            writeGauge(MetricCatalog.jobLastDuration, decimals: 3, to: &writer) { $0.lastDurationMS }
            writeGauge(MetricCatalog.jobConsecutiveFailures, to: &writer) { $0.consecutiveFailures }
            writeGauge(MetricCatalog.jobConsecutiveFailedRuns, to: &writer) { $0.consecutiveFailedRuns }
        }
        writeAlerts(to: &writer)
        writeBacklogs(to: &writer)
        writeTriggers(to: &writer)
    }

    private func writeInfo(to writer: inout ExpositionWriter) {
        writer.begin(MetricCatalog.jobInfo)
        let head = Array("cron_job_info{".utf8)
        for (job, range) in zip(jobs, labelRanges) {
            var tail = Array(",".utf8)
            tail += writer.labels([
                ("schedule", job.schedule ?? ""), ("timezone", job.timezone ?? ""), ("state", job.state),
            ])
            tail.append("} ")
            writer.line(head, labels[range], tail, value: 1)
        }
    }

    private func writeCounts(
        _ family: MetricDescription,
        label: String,
        values: [String],
        to writer: inout ExpositionWriter,
        counts: (JobSeries) -> [Int64]
    ) {
        writer.begin(family)
        let head = Array("\(family.name){".utf8)
        let tails = values.map { Array(",\(label)=\"\($0)\"} ".utf8) }
        for (job, range) in zip(jobs, labelRanges) {
            let counts = counts(job)
            for (index, tail) in tails.enumerated() {
                writer.line(head, labels[range], tail, value: index < counts.count ? counts[index] : 0)
            }
        }
    }

    private func writeDurations(to writer: inout ExpositionWriter) {
        writer.begin(MetricCatalog.jobDuration)
        let name = MetricCatalog.jobDuration.name
        let bucket = Array("\(name)_bucket{".utf8)
        let sum = Array("\(name)_sum{".utf8)
        let count = Array("\(name)_count{".utf8)
        let end = Array("} ".utf8)
        let bounds = JobSeries.bucketBoundsMS.map { "\(Double($0) / 1_000)" } + ["+Inf"]
        let tails = bounds.map { Array(",le=\"\($0)\"} ".utf8) }
        for (job, range) in zip(jobs, labelRanges) {
            var total: Int64 = 0
            let exemplar = writer.format == .openMetrics ? Self.exemplar(of: job) : nil
            let exemplarBucket = JobSeries.bucketBoundsMS.firstIndex { job.lastDurationMS <= $0 } ?? bounds.count - 1
            for (index, tail) in tails.enumerated() {
                if index < job.buckets.count { total += job.buckets[index] }
                if index == exemplarBucket, let exemplar {
                    writer.line(bucket, labels[range], tail, value: total, exemplar: exemplar)
                } else {
                    writer.line(bucket, labels[range], tail, value: total)
                }
            }
            writer.line(sum, labels[range], end, value: job.durationSumMS, decimals: 3)
            writer.line(count, labels[range], end, value: total)
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

    private func writeGauge(
        _ family: MetricDescription,
        decimals: Int = 0,
        to writer: inout ExpositionWriter,
        value: (JobSeries) -> Int64?
    ) {
        writer.begin(family)
        let head = Array("\(family.name){".utf8)
        let tail = Array("} ".utf8)
        for (job, range) in zip(jobs, labelRanges) {
            guard let value = value(job) else { continue }
            writer.line(head, labels[range], tail, value: value, decimals: decimals)
        }
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
