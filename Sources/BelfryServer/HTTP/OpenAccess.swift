/// Lets everybody in: for a server behind an authenticating proxy.
public struct OpenAccess: AccessPolicy {
    /// The policy.
    public init() {}

    /// Always allowed.
    public func decide(_ request: AccessRequest) async -> AccessDecision { .allowed }
}
