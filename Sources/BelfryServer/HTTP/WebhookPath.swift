/// The paths that take webhooks; each of them takes every status.
enum WebhookPath: String, CaseIterable, Sendable {
    case success = "/webhooks/cron-success"
    case failure = "/webhooks/cron-failure"
    case any = "/webhooks/cron"
    /// Answers 200 and does nothing else, to measure what the server itself costs; only where that is switched on.
    case noop = "/webhooks/noop"

    /// The path of a request target, whose query does not matter; nil for all other paths.
    init?(target: String, withNoop: Bool) {
        let path = target.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(target[..<$0]) } ?? target
        switch path {
        case Self.success.rawValue: self = .success
        case Self.failure.rawValue: self = .failure
        case Self.any.rawValue: self = .any
        case Self.noop.rawValue where withNoop: self = .noop
        default: return nil
        }
    }

    /// How a plain request line goes on with this path.
    var requestLineEnd: StaticString {
        switch self {
        case .success: "/webhooks/cron-success HTTP/1.1\r\n"
        case .failure: "/webhooks/cron-failure HTTP/1.1\r\n"
        case .any: "/webhooks/cron HTTP/1.1\r\n"
        case .noop: "/webhooks/noop HTTP/1.1\r\n"
        }
    }
}
