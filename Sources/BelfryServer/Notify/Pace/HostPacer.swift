internal import BelfryCore
internal import Synchronization

/// Keeps what this process sends to a vendor's host within what the vendor allows one sender.
///
/// Replicas have addresses of their own and are counted apart by the vendors, so each keeps its own account.
final class HostPacer: Sendable {
    private let buckets: Mutex<[String: TokenBucket]>

    /// A pacer for these hosts; every other host is free.
    init(_ paces: [HostPace]) {
        buckets = Mutex(
            Dictionary(paces.map { ($0.host, TokenBucket($0.pace)) }, uniquingKeysWith: { first, _ in first })
        )
    }

    /// How long a host is to be left alone from `now` on.
    func wait(_ host: String, at now: ContinuousClock.Instant) -> Duration {
        buckets.withLock { $0[host]?.wait(at: now) ?? .zero }
    }

    /// Notes requests to a host at `now`.
    func take(_ requests: Int, from host: String, at now: ContinuousClock.Instant) {
        buckets.withLock { $0[host]?.take(requests, at: now) }
    }
}
