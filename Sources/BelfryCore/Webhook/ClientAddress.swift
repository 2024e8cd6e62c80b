/// Whose address a request is judged by, behind proxies or not.
public enum ClientAddress {
    /// The address to judge: the peer's, unless the peer is a trusted proxy.
    ///
    /// Behind one, the `X-Forwarded-For` fields are joined in order and read from the right; trusted hops are skipped
    /// and the first other address is the client's. What lies further left is the client's own invention and never
    /// read. At anything that is not an address (`unknown`, `_hidden`) the reading stops and the peer is judged: a list
    /// of allowed sources then refuses when in doubt. Where every hop is trusted, the leftmost one is the client.
    public static func judged(peer: IPAddress?, forwardedFor: [String], trustedProxies: [CIDRBlock]) -> IPAddress? {
        func isTrusted(_ address: IPAddress) -> Bool { trustedProxies.contains { $0.contains(address) } }

        guard let peer, isTrusted(peer) else { return peer }
        var client = peer
        for field in forwardedFor.reversed() {
            for element in field.split(separator: ",").reversed() {
                let element = RequestText.trimmed(element)
                // RFC 9110 5.6.1: empty list elements are ignored.
                guard !element.isEmpty else { continue }
                guard let address = address(of: element) else { return peer }
                guard isTrusted(address) else { return address }
                client = address
            }
        }
        return client
    }

    /// The address of `1.2.3.4`, `1.2.3.4:80`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:80`.
    private static func address(of element: Substring) -> IPAddress? {
        if element.hasPrefix("[") {
            guard let end = element.firstIndex(of: "]") else { return nil }
            let host = element[element.index(after: element.startIndex)..<end]
            guard host.contains(":"), isPort(element[element.index(after: end)...]) else { return nil }
            return IPAddress(host)
        }
        guard let colon = element.firstIndex(of: ":"),
            element[element.index(after: colon)...].firstIndex(of: ":") == nil
        else { return IPAddress(element) }
        guard isPort(element[colon...]) else { return nil }
        return IPAddress(element[..<colon])
    }

    /// Whether a text is empty, or `:` and a port.
    private static func isPort(_ text: Substring) -> Bool {
        guard let first = text.first else { return true }
        let digits = text.dropFirst().utf8
        return first == ":" && (1...5).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
    }
}
