/// How people name an alert: by its id, or by the 16 hex digits of its fingerprint.
public struct AlertReference: Hashable, Sendable, CustomStringConvertible {
    /// The id, where the text can be one.
    public let alertID: Int64?
    /// The fingerprint, where the text can be one.
    public let fingerprint: UInt64?
    /// The text.
    public let description: String

    /// The reference a text is; nil where it is none.
    public init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        alertID = isPlain ? Int64(text) : nil
        let isHex = text.utf8.count == 16 && text.allSatisfy(\.isHexDigit)
        fingerprint = isHex ? UInt64(text, radix: 16) : nil
        description = text
        if alertID == nil, fingerprint == nil { return nil }
    }
}
