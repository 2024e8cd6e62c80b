import NIOHTTP1

/// The header fields that matter to a webhook, found in one pass.
///
/// `HTTPHeaders`' own look-up goes over all fields and makes an array for each name; seven of those are a third of the price of
/// a request.
struct WebhookHeaders {
    private(set) var contentType: String?
    private(set) var contentEncoding: String?
    private(set) var contentLength: Int?
    private(set) var signatures: [String] = []
    private(set) var forwardedFor: [String] = []
    /// How many `Host` fields there are.
    private(set) var hosts = 0
    private(set) var isChunked = false
    /// Whether a `Transfer-Encoding` is anything but `chunked`.
    private(set) var hasForeignCoding = false
    /// Whether the client waits for `100 Continue` before it sends the body.
    private(set) var expectsContinue = false
    /// Whether the connection stays open after the answer.
    private(set) var keepsAlive: Bool

    init(_ head: HTTPRequestHead) {
        // A client of HTTP/1.0 gets its answer and a closed connection, which it always understands.
        keepsAlive = head.version == .http1_1
        for (name, value) in head.headers {
            switch name.utf8.count {
            case 4 where Self.matches(name, "host"):
                hosts += 1
            case 6 where Self.matches(name, "expect"):
                expectsContinue = Self.matches(value, "100-continue")
            case 10 where Self.matches(name, "connection"):
                if value.utf8.count != 10 || !Self.matches(value, "keep-alive") {
                    keepsAlive = keepsAlive && head.isKeepAlive
                }
            case 12 where Self.matches(name, "content-type"):
                contentType = contentType ?? value
            case 14 where Self.matches(name, "content-length"):
                contentLength = Int(value)
            case 15 where Self.matches(name, "x-forwarded-for"):
                forwardedFor.append(value)
            case 16 where Self.matches(name, "content-encoding"):
                contentEncoding = contentEncoding ?? value
            case 17 where Self.matches(name, "transfer-encoding"):
                isChunked = true
                hasForeignCoding = hasForeignCoding || !Self.matches(value, "chunked")
            case 18 where Self.matches(name, "x-a1cron-signature"):
                signatures.append(value)
            default:
                break
            }
        }
    }

    /// Whether ASCII text equals a lower-case constant but for case.
    private static func matches(_ text: String, _ constant: StaticString) -> Bool {
        constant.withUTF8Buffer { constant in
            text.utf8.count == constant.count && text.utf8.elementsEqual(constant) { $0 | 0x20 == $1 }
        }
    }
}
