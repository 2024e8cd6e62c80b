public import Hummingbird

/// What the HTTP server stands on.
public struct HTTPServices: Sendable {
    /// Takes webhooks.
    public var ingress: WebhookIngress
    /// Why this replica is not ready; empty when it is: the database answers, its schema is right, nothing drains.
    public var readiness: @Sendable () async -> [String]
    /// Renders `/metrics`.
    public var metrics: MetricsRenderer
    /// Guards what is not public.
    public var access: any AccessPolicy
    /// Adds further routes behind the access policy.
    public var routes: @Sendable (RouterGroup<BelfryRequestContext>) -> Void

    /// Services of these parts; access is open unless a policy is given.
    public init(
        ingress: WebhookIngress,
        readiness: @escaping @Sendable () async -> [String],
        metrics: MetricsRenderer,
        access: any AccessPolicy = OpenAccess(),
        routes: @escaping @Sendable (RouterGroup<BelfryRequestContext>) -> Void = { _ in }
    ) {
        self.ingress = ingress
        self.readiness = readiness
        self.metrics = metrics
        self.access = access
        self.routes = routes
    }
}
