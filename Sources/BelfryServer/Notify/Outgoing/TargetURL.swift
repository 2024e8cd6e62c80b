internal import Crypto
internal import Foundation

/// The address of a target; as its path is often the secret itself, it shows itself redacted only.
public struct TargetURL: Hashable, Sendable {
    /// Whether the connection is encrypted.
    public let isHTTPS: Bool
    /// The host as the HTTP client will parse it: a name, or an address without brackets, in ASCII.
    public let host: String
    /// The whole address, secret included; only for the request itself.
    let text: String
    private let path: String

    /// The address a text names, or why it cannot be one, in words that do not repeat it.
    ///
    /// Absolute, `http` or `https`, no user or password. It is parsed by the parser of the HTTP client and its host must be
    /// plain ASCII, so that what is checked is what is connected to.
    public init(_ text: String) throws(TargetURLError) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard trimmed.utf8.count <= Self.maximumLength else { throw .tooLong }
        guard let url = URL(string: trimmed), let scheme = url.scheme?.lowercased() else { throw .notAURL }
        guard scheme == "https" || scheme == "http" else { throw .unsupportedScheme }
        guard url.user == nil, url.password == nil else { throw .userInformation }
        guard let host = url.host, !host.isEmpty else { throw .noHost }
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        guard bare.utf8.allSatisfy(Self.isHostCharacter) else { throw .noHost }
        isHTTPS = scheme == "https"
        self.host = bare
        self.text = trimmed
        path = url.path
    }

    /// Whoever needs a longer one has pasted something else.
    private static let maximumLength = 2_048
    /// Below this length the end of a path says too much of it.
    private static let longPath = 20

    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        let scalar = Unicode.Scalar(byte)
        return scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789.-_:".unicodeScalars.contains(scalar))
    }

    /// The host and the last four characters of the path, or of a short path a digest.
    public var redacted: String {
        guard path.count < Self.longPath else { return "\(host)/…\(path.suffix(4))" }
        guard path.count > 1 else { return host }
        let digest = SHA256.hash(data: Data(text.utf8)).prefix(4).map {
            String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16)
        }
        return "\(host)/#\(digest.joined())"
    }
}

extension TargetURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The redacted form.
    public var description: String { redacted }
    /// The redacted form.
    public var debugDescription: String { redacted }
    /// A mirror that shows the redacted form only.
    public var customMirror: Mirror { Mirror(self, children: ["redacted": redacted]) }
}
