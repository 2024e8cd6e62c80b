/// The five characters by which a PostgreSQL server says what went wrong.
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The code, such as `23505`.
    public let rawValue: String

    /// A code as the server sent it.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The first two characters: the code's class.
    public var classCode: Substring { rawValue.prefix(2) }

    /// The session is over: class 08, or the server is shutting down or starting (57P01, 57P02, 57P03).
    public var isConnectionLoss: Bool {
        classCode == "08" || self == .adminShutdown || self == .crashShutdown || self == .cannotConnectNow
    }

    /// The same transaction may succeed when it is run again, perhaps on another connection.
    ///
    /// Classes 40, 57 and 08, a lock not available (55P03), too many connections (53300) and a server that turned out to
    /// be a standby (25006).
    public var isRetryable: Bool {
        switch classCode {
        case "40", "57", "08": true
        default: self == .lockNotAvailable || self == .tooManyConnections || self == .readOnlyTransaction
        }
    }

    /// The values sent are at fault: classes 22 (data), 23 (constraints) and 54 (limits).
    public var isDataError: Bool {
        switch classCode {
        case "22", "23", "54": true
        default: false
        }
    }

    /// The code itself.
    public var description: String { rawValue }
}

extension SQLState {
    /// 08001: no connection could be made.
    public static let cannotConnect = SQLState(rawValue: "08001")
    /// 08006: the connection was lost.
    public static let connectionFailure = SQLState(rawValue: "08006")
    /// 0A000, also sent when a prepared statement's result has changed its columns.
    public static let featureNotSupported = SQLState(rawValue: "0A000")
    /// 22021: text that is not valid UTF-8 or holds U+0000.
    public static let characterNotInRepertoire = SQLState(rawValue: "22021")
    /// 23505.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// 23514, also sent for a row that no partition takes.
    public static let checkViolation = SQLState(rawValue: "23514")
    /// 25006: a write on a standby or in a read-only transaction.
    public static let readOnlyTransaction = SQLState(rawValue: "25006")
    /// 25P02: a statement in a transaction that has already failed.
    public static let inFailedTransaction = SQLState(rawValue: "25P02")
    /// 26000: the server does not know the prepared statement, as after a pooler's `DISCARD ALL`.
    public static let invalidStatementName = SQLState(rawValue: "26000")
    /// 40001.
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// 40P01.
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// 42P01.
    public static let undefinedTable = SQLState(rawValue: "42P01")
    /// 53100.
    public static let diskFull = SQLState(rawValue: "53100")
    /// 53300.
    public static let tooManyConnections = SQLState(rawValue: "53300")
    /// 55P03: `lock_timeout` or `NOWAIT`.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// 57014: a cancel request or `statement_timeout`.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// 57P01: the session was ended by an administrator.
    public static let adminShutdown = SQLState(rawValue: "57P01")
    /// 57P02: another session crashed the server.
    public static let crashShutdown = SQLState(rawValue: "57P02")
    /// 57P03: the server is starting or shutting down.
    public static let cannotConnectNow = SQLState(rawValue: "57P03")
}
