internal import Crypto
internal import Foundation

/// A key of Standard Webhooks 1.0.0: `whsec_` and the base64 of 24 to 64 bytes; never shows itself.
///
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
public struct StandardWebhooksKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What a secret must look like, for the person who wrote one.
    static let expectation = "must be whsec_ and the base64 of 24 to 64 random bytes"

    private static let prefix = "whsec_"
    private static let lengths = 24...64
    private let key: SymmetricKey

    /// The key a text stands for, or nil where it is not one.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), let bytes = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
            Self.lengths.contains(bytes.count)
        else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// The value of `webhook-signature` for a message.
    func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        let signed = Array("\(id).\(timestamp).".utf8) + body
        return "v1," + Data(HMAC<SHA256>.authenticationCode(for: signed, using: key)).base64EncodedString()
    }

    /// Not the secret.
    public var description: String { "<secret>" }
    /// Not the secret.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
