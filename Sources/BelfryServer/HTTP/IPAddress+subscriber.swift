internal import BelfryCore

extension IPAddress {
    /// What one subscriber of the Internet has at the least: an IPv4 address, or the /64 of an IPv6 one.
    var subscriber: IPAddress {
        guard family == .v6 else { return self }
        return IPAddress(bytes: bytes.prefix(8) + [UInt8](repeating: 0, count: 8)) ?? self
    }
}
