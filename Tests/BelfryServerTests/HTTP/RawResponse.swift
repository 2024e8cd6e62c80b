/// An HTTP response as it came over the wire.
struct RawResponse: Sendable {
    var status: Int
    /// Names in lower case.
    var headers: [String: String]
    var bytes: [UInt8]

    /// The body as text.
    var body: String { String(decoding: bytes, as: UTF8.self) }
}
