public import BelfryCore

/// Whether a request reaches a route that is not public.
public enum AccessDecision: Hashable, Sendable {
    /// It does.
    case allowed
    /// 401: who is it? `challenge` becomes `WWW-Authenticate`, `detail` tells people what to do.
    case unauthenticated(challenge: String, detail: String)
    /// 429: too many wrong tokens.
    case limited(retryAfter: TimeSpan, detail: String)
    /// 403: known, or not to be asked, and not allowed.
    case forbidden(detail: String)
}
