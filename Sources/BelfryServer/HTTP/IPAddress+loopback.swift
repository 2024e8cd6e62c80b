internal import BelfryCore

extension IPAddress {
    private static let loopback = ["127.0.0.0/8", "::1"].compactMap { try? CIDRBlock($0) }

    /// Whether only this machine can reach it.
    var isLoopback: Bool { Self.loopback.contains { $0.contains(self) } }
}
