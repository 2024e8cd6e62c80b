import BelfryServer

/// Lets nobody in.
struct ClosedAccess: AccessPolicy {
    func decide(_ request: AccessRequest) async -> AccessDecision {
        .unauthenticated(challenge: #"Basic realm="belfry""#, detail: "give the admin token")
    }
}
