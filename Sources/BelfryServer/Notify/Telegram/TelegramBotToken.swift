/// The secret of a bot, as @BotFather gives it; never shows itself.
public struct TelegramBotToken: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// What a token must look like, for the person who wrote one.
    static let expectation = "must be a bot's token such as @BotFather gives: digits, a colon, letters and digits"

    /// The token; only for the address of the request.
    let text: String

    /// The token a text is, or nil where it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= Self.maximumLength, !parts[0].isEmpty, !parts[1].isEmpty,
            parts[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            parts[1].utf8.allSatisfy(Self.isSecretCharacter)
        else { return nil }
        self.text = text
    }

    /// More than twice what is given out today.
    private static let maximumLength = 100

    private static func isSecretCharacter(_ byte: UInt8) -> Bool {
        let scalar = Unicode.Scalar(byte)
        return scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789_-".unicodeScalars.contains(scalar))
    }

    /// Not the secret.
    public var description: String { "<secret>" }
    /// Not the secret.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
