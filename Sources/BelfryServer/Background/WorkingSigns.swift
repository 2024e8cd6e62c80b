public import BelfryCore
internal import Synchronization

/// When the parts of this process last did their work.
public final class WorkingSigns: Sendable {
    /// A part whose standstill nobody would notice otherwise.
    public enum Part: String, CaseIterable, Sendable {
        /// The database takes writes.
        case database
        /// Deadlines are decided.
        case ticker
        /// The outbox is emptied.
        case delivery
    }

    private struct Seen {
        var successes: [Part: Instant] = [:]
        var failures: [Part: Instant] = [:]
    }

    private let seen = Mutex(Seen())

    /// Nothing has worked yet.
    public init() {}

    /// Takes in that a part has just done its work.
    public func note(_ part: Part, at now: Instant) {
        seen.withLock { $0.successes[part] = now }
    }

    /// Takes in that a part has tried and got an error back: it does not work, but does not hang either.
    public func noteFailure(_ part: Part, at now: Instant) {
        seen.withLock { $0.failures[part] = now }
    }

    /// The parts that have not done their work since an instant.
    func silent(since instant: Instant) -> [Part] {
        let seen = seen.withLock { $0 }
        return Part.allCases.filter { part in seen.successes[part].map { $0 < instant } ?? true }
    }

    /// The parts that have come to no end at all since an instant, good or bad.
    func stuck(since instant: Instant) -> [Part] {
        let seen = seen.withLock { $0 }
        return silent(since: instant).filter { part in seen.failures[part].map { $0 < instant } ?? true }
    }
}
