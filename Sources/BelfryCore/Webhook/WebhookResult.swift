/// What became of a webhook request; the label `result` of `belfry_webhook_requests_total`.
public enum WebhookResult: String, CaseIterable, Hashable, Sendable {
    /// Stored.
    case accepted
    /// The same execution was stored before, with the same content.
    case duplicate
    /// The same execution was stored before, with other content; the first one stays.
    case conflict
    /// Older than the retention: acknowledged, not stored.
    case stale
    /// Not JSON, or not a webhook of A1Cron.
    case malformed
    /// No signature.
    case missingSignature = "missing_signature"
    /// A signature that no secret makes.
    case invalidSignature = "invalid_signature"
    /// Signed over the re-serialised body while `webhook.canonical_json` is off.
    case canonicalOnly = "canonical_only"
    /// From an address outside of `webhook.allowed_sources`.
    case forbiddenSource = "forbidden_source"
    /// A body over 64 KiB.
    case tooLarge = "too_large"
    /// Not `application/json`, or compressed.
    case unsupportedMediaType = "unsupported_media_type"
    /// The ingest queue was full.
    case overloaded
    /// The database could not commit in time.
    case unavailable

    /// The HTTP status that answers it.
    public var httpStatus: Int {
        switch self {
        case .accepted, .duplicate, .conflict, .stale: 200
        case .malformed: 400
        case .missingSignature, .invalidSignature, .canonicalOnly: 401
        case .forbiddenSource: 403
        case .tooLarge: 413
        case .unsupportedMediaType: 415
        case .overloaded, .unavailable: 503
        }
    }
}
