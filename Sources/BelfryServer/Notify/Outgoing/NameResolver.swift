internal import BelfryCore
internal import NIOCore

/// Finds the addresses of a host.
protocol NameResolver: Sendable {
    /// All addresses of a name or literal, best first; throws when there are none or the deadline passes.
    func addresses(of host: String, before deadline: NIODeadline) async throws -> [IPAddress]
}
