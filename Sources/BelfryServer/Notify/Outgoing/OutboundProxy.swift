internal import Foundation

/// The HTTP proxy through which targets are reached; only a configured one, never one of the environment's.
///
/// It is told the names of targets and looks them up itself, so what it may connect to is its own business: Belfry's guard still
/// judges targets that are written as addresses. Names under `exceptions` are reached without it, and guarded as ever.
public struct OutboundProxy: Hashable, Sendable {
    /// Its name or address.
    let host: String
    /// Its port.
    let port: Int
    /// `user:password`, where it asks for them.
    let credentials: Credentials?
    /// Names that are reached directly, each with everything under it.
    var exceptions: [String] = []

    /// User and password of a proxy.
    struct Credentials: Hashable, Sendable {
        let user: String
        let password: String
    }

    /// The proxy an address such as `http://user:password@proxy.example:3128` names; nil where it names none.
    ///
    /// The connection to it is in clear text; what goes through it to an `https://` target is encrypted all the way.
    public init?(_ text: String) {
        guard let url = URLComponents(string: text), url.scheme?.lowercased() == "http",
            let host = url.host, !host.isEmpty, ["", "/"].contains(url.path), url.query == nil, url.fragment == nil
        else { return nil }
        self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        guard let port = url.port, (1...65_535).contains(port) else { return nil }
        self.port = port
        credentials = url.user.map { Credentials(user: $0, password: url.password ?? "") }
    }

    /// Whether a host is reached through the proxy.
    func covers(_ host: String) -> Bool {
        let host = host.lowercased()
        return !exceptions.contains { exception in
            let name = exception.lowercased().drop { $0 == "." || $0 == "*" }
            return host == name || host.hasSuffix("." + name)
        }
    }
}

extension OutboundProxy: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Host and port, no credentials.
    public var description: String { "\(host):\(port)" }
    /// Host and port, no credentials.
    public var debugDescription: String { description }
    /// A mirror without credentials.
    public var customMirror: Mirror { Mirror(self, children: ["host": host, "port": port]) }
}
