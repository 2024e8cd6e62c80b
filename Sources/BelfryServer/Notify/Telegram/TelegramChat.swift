/// Where a bot writes to: a chat's number, or the name of a public channel or group.
public struct TelegramChat: Hashable, Sendable, CustomStringConvertible, Encodable {
    private enum Identity: Hashable {
        case number(Int64)
        case name(String)
    }

    private let identity: Identity

    /// The chat with a number; those of groups are negative.
    public init(_ number: Int64) {
        identity = .number(number)
    }

    /// The chat a text names, such as `-1001234567890` or `@channel`; nil for another text.
    ///
    /// https://core.telegram.org/bots/api#sendmessage
    public init?(_ text: String) {
        if let number = Int64(text) {
            guard number != 0 else { return nil }
            identity = .number(number)
            return
        }
        let name = text.dropFirst()
        let isName = name.utf8.allSatisfy { byte in
            let scalar = Unicode.Scalar(byte)
            return byte == UInt8(ascii: "_")
                || scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar)
        }
        guard text.hasPrefix("@"), isName, Self.nameLengths.contains(name.utf8.count) else { return nil }
        identity = .name(text)
    }

    private static let nameLengths = 4...32

    /// Whether it is a group or a channel; only people have positive numbers.
    var isGroup: Bool {
        switch identity {
        case .number(let number): number < 0
        case .name: true
        }
    }

    /// The number, or the name with its `@`.
    public var description: String {
        switch identity {
        case .number(let number): String(number)
        case .name(let name): name
        }
    }

    /// A number as a number, a name as a text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch identity {
        case .number(let number): try container.encode(number)
        case .name(let name): try container.encode(name)
        }
    }
}
