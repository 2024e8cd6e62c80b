import BelfryStore

/// Lets scrapes that arrive together share one read of the database.
///
/// A read that has begun is never joined: what it sees may be older than the scrape, and a counter that reads one too low once
/// is a reset to Prometheus. Scrapes that arrive while one runs wait for it to end and then share the next, which their first
/// one performs.
actor SnapshotSharing {
    private enum Turn: Sendable {
        /// Read, and tell those that wait.
        case lead([CheckedContinuation<Turn, Never>])
        /// Another scrape has read for this one.
        case shared(Result<MetricsSnapshot, any Error>)
    }

    private let source: any MetricsSource
    private var isReading = false
    private var waiting: [CheckedContinuation<Turn, Never>] = []

    init(source: any MetricsSource) {
        self.source = source
    }

    /// How many scrapes wait for the next read.
    var waitingCount: Int { waiting.count }

    /// A snapshot that began after this call; throws what the source throws.
    func snapshot() async throws -> MetricsSnapshot {
        switch await turn() {
        case .shared(let result):
            return try result.get()
        case .lead(let followers):
            let result: Result<MetricsSnapshot, any Error>
            do {
                result = .success(try await source.metricsSnapshot())
            } catch {
                result = .failure(error)
            }
            for follower in followers { follower.resume(returning: .shared(result)) }
            handOver()
            return try result.get()
        }
    }

    private func turn() async -> Turn {
        guard isReading else {
            isReading = true
            return .lead([])
        }
        return await withCheckedContinuation { waiting.append($0) }
    }

    private func handOver() {
        guard let next = waiting.first else {
            isReading = false
            return
        }
        let followers = Array(waiting.dropFirst())
        waiting = []
        next.resume(returning: .lead(followers))
    }
}
