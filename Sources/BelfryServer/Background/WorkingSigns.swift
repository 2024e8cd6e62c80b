public import BelfryCore
internal import Synchronization

/// When the parts of this process last did their work with success.
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

    private let seen = Mutex<[Part: Instant]>([:])

    /// Nothing has worked yet.
    public init() {}

    /// Takes in that a part has just done its work.
    public func note(_ part: Part, at now: Instant) {
        seen.withLock { $0[part] = now }
    }

    /// The parts that have not done their work since an instant.
    func silent(since instant: Instant) -> [Part] {
        let seen = seen.withLock { $0 }
        return Part.allCases.filter { part in seen[part].map { $0 < instant } ?? true }
    }
}
