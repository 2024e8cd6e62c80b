internal import BelfryCore
public import BelfryStore
public import Logging
import NIOCore

/// Renders `/metrics`: families from the database, of this process, of libraries.
public struct MetricsRenderer: Sendable {
    /// What this process counts.
    let metrics: BelfryMetrics
    private let library: LibraryMetrics
    private let sharing: SnapshotSharing
    private let seriesGuard: SeriesGuard
    private let logger: Logger

    /// A renderer of these parts.
    public init(metrics: BelfryMetrics, library: LibraryMetrics, source: any MetricsSource, logger: Logger) {
        self.metrics = metrics
        self.library = library
        sharing = SnapshotSharing(source: source)
        seriesGuard = SeriesGuard(dropped: metrics.seriesDropped, logger: logger)
        self.logger = logger
    }

    /// The exposition for an `Accept` and an `Accept-Encoding` field and the values of `collect[]`; none of those means all
    /// collectors.
    ///
    /// A database that does not answer costs its families and sets `belfry_database_up` to 0; it is no error of the scrape.
    public func exposition(
        accept: String?,
        acceptEncoding: String? = nil,
        collect: [String]
    ) async throws(UnknownCollector) -> Exposition {
        let collectors = try Self.collectors(named: collect)
        let format = ExpositionFormat.negotiated(accept: accept)
        var runs: [CollectorRun] = []
        var jobs: JobExposition?
        let start = NIODeadline.now()
        if collectors.contains(.jobs) {
            jobs = await readJobs()
        }
        var rest = ExpositionWriter(format: format)
        if collectors.contains(.jobs) {
            runs.append(CollectorRun(collector: .jobs, since: start, succeeded: jobs != nil))
        }
        rest.begin(MetricCatalog.databaseUp)
        metrics.databaseUp.write(to: &rest, name: MetricCatalog.databaseUp.name, labels: [])
        if collectors.contains(.self) {
            let start = NIODeadline.now()
            metrics.write(to: &rest)
            ProcessMetrics().write(to: &rest)
            library.write(to: &rest)
            runs.append(CollectorRun(collector: .self, since: start, succeeded: true))
        }
        Self.write(runs, to: &rest)
        seriesGuard.look(at: WallClock.now())
        let coding = ContentCoding.negotiated(acceptEncoding: acceptEncoding)
        return Exposition(
            contentType: format.contentType,
            contentEncoding: coding == .gzip ? "gzip" : nil,
            body: ExpositionBody(format: format, coding: coding, jobs: jobs, rest: rest.finished())
        )
    }

    private static func collectors(named names: [String]) throws(UnknownCollector) -> Set<MetricsCollector> {
        guard !names.isEmpty else { return Set(MetricsCollector.allCases) }
        var collectors: Set<MetricsCollector> = []
        for name in names {
            guard let collector = MetricsCollector(rawValue: name) else { throw UnknownCollector(name: name) }
            collectors.insert(collector)
        }
        return collectors
    }

    private func readJobs() async -> JobExposition? {
        do {
            let snapshot = try await sharing.snapshot()
            let jobs = JobExposition(snapshot)
            metrics.databaseUp.set(true)
            for (state, count) in snapshot.silences { metrics.silences.with(state.rawValue).set(Double(count)) }
            if let missing = snapshot.missingPartitions { metrics.partitions.with("missing").set(Double(missing)) }
            if jobs.droppedJobs > 0 {
                metrics.seriesDropped.with(SeriesDropReason.jobLimit.rawValue).add(Int64(jobs.droppedJobs))
            }
            return jobs
        } catch {
            metrics.databaseUp.set(false)
            logger.warning("metrics without jobs: the database did not answer", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private static func write(_ runs: [CollectorRun], to writer: inout ExpositionWriter) {
        writer.begin(MetricCatalog.collectorDuration)
        for run in runs {
            writer.sample(
                MetricCatalog.collectorDuration.name,
                labels: writer.labels([("collector", run.collector.rawValue)]),
                value: run.seconds
            )
        }
        writer.begin(MetricCatalog.collectorSuccess)
        for run in runs {
            writer.sample(
                MetricCatalog.collectorSuccess.name,
                labels: writer.labels([("collector", run.collector.rawValue)]),
                value: Int64(run.succeeded ? 1 : 0)
            )
        }
    }
}
