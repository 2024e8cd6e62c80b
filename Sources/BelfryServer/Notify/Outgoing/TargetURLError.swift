/// Why a text cannot be the address of a target; its description does not repeat the text, which may be a secret.
public enum TargetURLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// More than 2,048 bytes.
    case tooLong
    /// Not an absolute URL.
    case notAURL
    /// Neither `https` nor `http`.
    case unsupportedScheme
    /// A user or password before the host.
    case userInformation
    /// No host, or one that is not ASCII.
    case noHost

    /// What is wrong, for the person who wrote it.
    public var description: String {
        switch self {
        case .tooLong: "is longer than 2,048 bytes"
        case .notAURL: "is not an absolute URL such as https://hooks.slack.com/services/…"
        case .unsupportedScheme: "must begin with https:// or http://"
        case .userInformation: "must not contain a user or password"
        case .noHost: "has no host name in ASCII"
        }
    }
}
