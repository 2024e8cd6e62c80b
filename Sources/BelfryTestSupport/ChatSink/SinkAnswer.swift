/// What a `ChatSink` does with one request, once it has arrived whole.
public enum SinkAnswer: Hashable, Sendable {
    /// Answers with a status, header fields and a body.
    case status(Int, headers: [String: String] = [:], body: String = "")
    /// Never answers and keeps the connection.
    case hang
    /// Closes the connection with a TCP reset, without an answer.
    case reset
    /// Answers 200, then one byte of the body every so many milliseconds, without end.
    case drip(everyMilliseconds: Int)
    /// Announces a longer body than it sends, and closes.
    case truncated
    /// Answers 200 with a body of this many bytes.
    case huge(bytes: Int)

    /// Slack's acceptance: 200 `ok`.
    public static let ok = SinkAnswer.status(200, headers: ["Content-Type": "text/plain"], body: "ok")

    /// 429, with the given value of `Retry-After`.
    public static func tooManyRequests(retryAfter: String? = nil) -> SinkAnswer {
        .status(429, headers: retryAfter.map { ["Retry-After": $0] } ?? [:], body: "rate_limited")
    }

    /// 302 to another address.
    public static func redirect(to location: String) -> SinkAnswer {
        .status(302, headers: ["Location": location])
    }
}
