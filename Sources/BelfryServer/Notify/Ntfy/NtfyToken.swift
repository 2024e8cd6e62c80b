/// An access token; never shows itself.
///
/// https://docs.ntfy.sh/publish/#access-tokens
public struct NtfyToken: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What a token must look like, for the person who wrote one.
    static let expectation = "must be an access token such as `ntfy token add` prints: tk_ and letters and digits"

    /// The token; only for the header of the request.
    let text: String

    /// The token a text is, or nil where it is none.
    public init?(_ text: String) {
        let isToken = text.utf8.allSatisfy { byte in
            let scalar = Unicode.Scalar(byte)
            return scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789_".unicodeScalars.contains(scalar))
        }
        guard isToken, text.hasPrefix("tk_"), (4...Self.maximumLength).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    /// More than twice what is given out today.
    private static let maximumLength = 100

    /// Not the secret.
    public var description: String { "<secret>" }
    /// Not the secret.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
