internal import Libpq

extension PostgresError {
    /// Whether the data of some row is at fault, so that the same rows would be refused again.
    var refusesRow: Bool { kind == .server && isDataError && !isOvertakenByPartition }

    /// Whether a row was on its way into the default partition when a partition of its own was attached.
    ///
    /// Unlike a CHECK, a partition's bounds are no named constraint.
    private var isOvertakenByPartition: Bool { sqlState == .checkViolation && constraint == nil }

    /// Whether the same transaction may succeed in a moment.
    ///
    /// A COMMIT that was answered by ROLLBACK and a deadline that has passed are worth it here, because what is run again is
    /// the whole transaction, and its keys make it safe.
    var isWorthRetrying: Bool {
        isRetryable || kind == .notCommitted || kind == .deadlineExceeded || isOvertakenByPartition
    }
}
