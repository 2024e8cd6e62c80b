internal import Libpq

extension PostgresError {
    /// Whether the data of some row is at fault, so that the same rows would be refused again: classes 22, 23 and 54.
    var refusesRow: Bool {
        guard kind == .server, let code = sqlState?.classCode else { return false }
        return ["22", "23", "54"].contains(code)
    }

    /// Whether the same transaction may succeed in a moment.
    var isWorthRetrying: Bool {
        switch kind {
        case .connectionFailed, .connectionLost, .notCommitted, .deadlineExceeded, .poolTimeout: true
        case .server:
            sqlState.map { $0.isRetryable || $0.isConnectionLoss || $0.classCode == "57" || $0 == .lockNotAvailable }
                ?? false
        case .configuration, .cancelled, .encoding, .decoding, .poolClosed: false
        }
    }
}
