public import BelfryCore

extension Configuration {
    /// The section `webhook`: `secrets` or `secrets_file`, `allowed_sources`, `trusted_proxies`, `canonical_json`.
    public struct Webhook: Sendable {
        /// The secrets whose signatures are accepted; empty where the one in the data folder counts.
        public var secrets: [WebhookSecret] = []
        /// The file of `secrets_file`, usable from the current folder; nil where the secrets stand elsewhere.
        public var secretsFile: String?
        /// From where webhooks are accepted; empty for anywhere.
        public var allowedSources: [CIDRBlock] = []
        /// The proxies whose `X-Forwarded-For` is believed.
        public var trustedProxies: [CIDRBlock] = []
        /// Whether a signature over the body as `JSON.stringify` writes it is accepted too.
        public var acceptsCanonicalJSON = false

        /// The section when it is empty.
        public init() {}
    }
}
