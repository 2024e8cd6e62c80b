/// Why a connection was closed that its client wanted to keep.
enum ConnectionDrop: String, CaseIterable, Sendable {
    /// The listener had too many connections, and this one was the oldest stranger's.
    case totalLimit = "total_limit"
    /// Its address had too many connections, and this one was the oldest stranger's of it.
    case addressLimit = "address_limit"
    /// The head of a request took too long.
    case slowHead = "slow_head"
    /// The body of a request took too long.
    case slowBody = "slow_body"
    /// The client took too long to read an answer.
    case unreadAnswer = "unread_answer"

    /// The key that sets the limit; nil for what is not configurable.
    var setting: String? {
        switch self {
        case .totalLimit: "http.max_connections"
        case .addressLimit: "http.max_connections_per_address"
        case .slowHead, .slowBody, .unreadAnswer: nil
        }
    }
}
