/// The webhook address that load is sent to: plain HTTP, a host and a port.
public struct BenchTarget: Equatable, Sendable {
    /// The name or address to connect to, an IPv6 address without brackets.
    public let host: String
    /// The TCP port.
    public let port: Int
    /// The path and query that are asked for.
    public let path: String

    /// Reads `http://host[:port][/path]`; nil where the text is something else.
    public init?(url: String) {
        let scheme = "http://"
        guard url.hasPrefix(scheme) else { return nil }
        let rest = url.dropFirst(scheme.count)
        let pathStart = rest.firstIndex(of: "/") ?? rest.endIndex
        var authority = rest[..<pathStart]
        path = pathStart == rest.endIndex ? "/" : String(rest[pathStart...])
        var portText: Substring?
        if let colon = authority.lastIndex(of: ":"), authority[colon...].firstIndex(of: "]") == nil {
            portText = authority[authority.index(after: colon)...]
            authority = authority[..<colon]
        }
        if authority.hasPrefix("["), authority.hasSuffix("]") { authority = authority.dropFirst().dropLast() }
        guard !authority.isEmpty, let port = portText.map({ Int($0) }) ?? 80, (1...65_535).contains(port),
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        host = String(authority)
        self.port = port
    }

    /// The value of the `Host` header.
    public var hostHeader: String {
        (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    }
}
