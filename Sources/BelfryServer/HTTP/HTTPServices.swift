public import BelfryCore
public import Hummingbird

/// What the HTTP server stands on.
public struct HTTPServices: Sendable {
    /// Takes webhooks.
    public var ingress: WebhookIngress
    /// Why this replica is not ready; empty when it is: the database answers, its schema is right, nothing drains.
    public var readiness: @Sendable () async -> [Unreadiness]
    /// Renders `/metrics`.
    public var metrics: MetricsRenderer
    /// Guards what is not public.
    public var access: any AccessPolicy
    /// Refuses what pages of other sites send, whoever is let in.
    public var crossSite: CrossSiteCheck
    /// Proxies whose `X-Forwarded-For` is believed.
    public var trustedProxies: [CIDRBlock]
    /// Adds further routes behind the access policy.
    public var routes: @Sendable (RouterGroup<BelfryRequestContext>) -> Void

    /// Services of these parts; access is open unless a policy is given.
    public init(
        ingress: WebhookIngress,
        readiness: @escaping @Sendable () async -> [Unreadiness],
        metrics: MetricsRenderer,
        access: any AccessPolicy = OpenAccess(),
        crossSite: CrossSiteCheck = CrossSiteCheck(),
        trustedProxies: [CIDRBlock] = [],
        routes: @escaping @Sendable (RouterGroup<BelfryRequestContext>) -> Void = { _ in }
    ) {
        self.ingress = ingress
        self.readiness = readiness
        self.metrics = metrics
        self.access = access
        self.crossSite = crossSite
        self.trustedProxies = trustedProxies
        self.routes = routes
    }
}
