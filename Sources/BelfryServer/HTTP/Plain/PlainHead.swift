import BelfryCore

/// The head of a request that can be read in one way only, found in one pass over its bytes.
///
/// Hand-written because NIO's decoder and its types cost a webhook a third of its time on the event loop. It need not take every
/// head that is right: whatever is not told here to be plain goes to that decoder, which alone refuses. Plain is a `POST`
/// to a webhook path, or a `GET` or `HEAD` without a body, of HTTP/1.1, with lines that end in CRLF, fields `name: value` of
/// tokens and printable ASCII, exactly one `Host`, for a `POST` exactly one `Content-Length` within the limit, and none of the
/// fields that change how a request or what follows it is read.
struct PlainHead {
    /// Far below what the decoder allows.
    private static let maximumBytes = 8_192
    private static let maximumFields = 64

    /// Where the webhook is sent to; nil for a request without a body.
    let path: WebhookPath?
    /// How many bytes the head has.
    private(set) var count = 0
    /// How many bytes of body follow it.
    private(set) var bodyCount = 0
    private var contentType: Range<Int>?
    private var signature: Range<Int>?
    private var forwardedFor: [Range<Int>] = []

    /// The head at the beginning of these bytes; nil where it is not complete or not plain.
    init?(_ bytes: UnsafeRawBufferPointer, withNoop: Bool) {
        guard let (path, start) = Self.requestLine(bytes, withNoop: withNoop) else { return nil }
        self.path = path
        guard readFields(UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.maximumBytes)), from: start) else {
            return nil
        }
    }

    /// The webhook as the verifier takes it, of the bytes that begin with this head and hold its body.
    func raw(_ bytes: UnsafeRawBufferPointer, path: WebhookPath, peer: IPAddress?) -> RawWebhook {
        RawWebhook(
            path: path.rawValue,
            contentType: contentType.map { PlainBytes.mediaType(bytes, $0) },
            signatureField: signature.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) },
            peer: peer,
            forwardedFor: forwardedFor.isEmpty ? [] : forwardedFor.map { PlainBytes.string(bytes[$0]) },
            body: Array(bytes[count..<(count + bodyCount)])
        )
    }

    /// The path and where the first field begins.
    private static func requestLine(
        _ bytes: UnsafeRawBufferPointer,
        withNoop: Bool
    ) -> (path: WebhookPath?, end: Int)? {
        if let target = PlainBytes.end(of: "POST ", in: bytes, at: 0) {
            for path in WebhookPath.allCases where path != .noop || withNoop {
                if let end = PlainBytes.end(of: path.requestLineEnd, in: bytes, at: target) { return (path, end) }
            }
            return nil
        }
        guard
            var end = PlainBytes.end(of: "GET /", in: bytes, at: 0) ?? PlainBytes.end(of: "HEAD /", in: bytes, at: 0)
        else { return nil }
        while end < bytes.count, PlainBytes.isPrintable(bytes[end]), bytes[end] != UInt8(ascii: " ") { end += 1 }
        return PlainBytes.end(of: " HTTP/1.1\r\n", in: bytes, at: end).map { (nil, $0) }
    }

    /// Reads all fields; false where anything is in doubt.
    private mutating func readFields(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
        var position = start
        var fields = 0
        var (hosts, lengths, connections) = (0, 0, 0)
        while let end = PlainBytes.endOfName(in: bytes, at: position), end > position {
            guard let value = PlainBytes.value(in: bytes, at: end), fields < Self.maximumFields else { return false }
            fields += 1
            switch PlainField(bytes, position..<end) {
            case .some(.host):
                hosts += 1
            case .some(.connection):
                connections += 1
                guard PlainBytes.matches(bytes, value, "keep-alive") else { return false }
            case .some(.contentLength):
                lengths += 1
                guard let length = PlainBytes.decimal(bytes[value]), length <= RawWebhook.maximumBodyBytes else {
                    return false
                }
                bodyCount = length
            case .some(.contentType):
                guard contentType == nil else { return false }
                contentType = value
            case .some(.signature):
                guard signature == nil else { return false }
                signature = value
            case .some(.forwardedFor):
                forwardedFor.append(value)
            case .some(.doubtful):
                return false
            case nil:
                break
            }
            guard let next = PlainBytes.end(of: "\r\n", in: bytes, at: value.upperBound) else { return false }
            position = next
        }
        guard hosts == 1, connections <= 1, lengths == (path == nil ? 0 : 1),
            let end = PlainBytes.end(of: "\r\n", in: bytes, at: position)
        else { return false }
        count = end
        return true
    }
}
