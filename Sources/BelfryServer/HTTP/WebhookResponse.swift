import BelfryCore
import NIOCore
import NIOHTTP1

/// A whole answer to a webhook request, ready to be written.
struct WebhookResponse {
    var head: HTTPResponseHead
    let body: ByteBuffer

    /// An answer of these parts.
    init(status: HTTPResponseStatus, headers: [(String, String)], body: [UInt8]) {
        head = HTTPResponseHead(
            version: .http1_1,
            status: status,
            headers: HTTPHeaders([("Content-Length", "\(body.count)")] + headers)
        )
        self.body = ByteBuffer(bytes: body)
    }

    /// Problem details, with `Retry-After` in whole seconds where there is one.
    init(_ problem: ProblemDetails, date: String, retryAfter: TimeSpan? = nil, extra: [(String, String)] = []) {
        var headers = [("Content-Type", ProblemDetails.contentType), ("Date", date)]
        if let retryAfter {
            headers.append(("Retry-After", "\(max(1, (retryAfter.microseconds + 999_999) / 1_000_000))"))
        }
        self.init(
            status: HTTPResponseStatus(statusCode: problem.status),
            headers: headers + extra,
            body: problem.json
        )
    }

    /// The answer as HTTP/1.1 writes it.
    var encoded: ByteBuffer {
        var bytes = ByteBuffer(string: "HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase)\r\n")
        for (name, value) in head.headers { bytes.writeString("\(name): \(value)\r\n") }
        bytes.writeString("\r\n")
        bytes.writeImmutableBuffer(body)
        return bytes
    }
}
