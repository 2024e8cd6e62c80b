/// The name of a topic, which without access control is its password; never shows itself.
///
/// https://docs.ntfy.sh/publish/
public struct NtfyTopic: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What a topic must look like, for the person who wrote one.
    static let expectation = "must be a topic's name: 1 to 64 letters, digits, - or _"

    /// The name; only for the request.
    let text: String

    /// The topic of a name, or nil where it is none.
    public init?(_ text: String) {
        let isName = text.utf8.allSatisfy { byte in
            let scalar = Unicode.Scalar(byte)
            return scalar.isASCII
                && (scalar.properties.isAlphabetic || "0123456789-_".unicodeScalars.contains(scalar))
        }
        guard isName, Self.lengths.contains(text.utf8.count) else { return nil }
        self.text = text
    }

    private static let lengths = 1...64

    /// Not the name.
    public var description: String { "<topic>" }
    /// Not the name.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
