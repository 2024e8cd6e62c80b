/// Decides who reaches what is not public: everything but webhooks and health.
public protocol AccessPolicy: Sendable {
    /// The decision about one request.
    func decide(_ request: AccessRequest) async -> AccessDecision
}
