import NIOCore

/// How long a collector took in one scrape, and whether it succeeded.
struct CollectorRun {
    let collector: MetricsCollector
    let seconds: Double
    let succeeded: Bool

    /// A run that ends now.
    init(collector: MetricsCollector, since start: NIODeadline, succeeded: Bool) {
        self.collector = collector
        seconds = Double((NIODeadline.now() - start).nanoseconds) / 1e9
        self.succeeded = succeeded
    }
}
