/// Checks source, media type, size and signature of a webhook request: the only way to a `VerifiedWebhook`.
///
/// The checks stand in the order of their price, and nothing of the body is looked at before its signature matched.
public struct WebhookVerifier: Sendable {
    private let secrets: [WebhookSecret]
    private let allowedSources: [CIDRBlock]
    private let trustedProxies: [CIDRBlock]
    private let acceptsCanonicalJSON: Bool

    /// A verifier that accepts what any of the secrets signed; without secrets it accepts nothing.
    ///
    /// Empty `allowedSources` allow every source. `acceptsCanonicalJSON` also accepts signatures over the re-serialised
    /// body.
    public init(
        secrets: [WebhookSecret],
        allowedSources: [CIDRBlock],
        trustedProxies: [CIDRBlock],
        acceptsCanonicalJSON: Bool
    ) {
        self.secrets = secrets
        self.allowedSources = allowedSources
        self.trustedProxies = trustedProxies
        self.acceptsCanonicalJSON = acceptsCanonicalJSON
    }

    /// The signed bytes of a request, or why it is refused.
    public func verify(_ raw: RawWebhook) throws(WebhookRejection) -> VerifiedWebhook {
        try checkSource(of: raw)
        try checkMediaType(of: raw)
        guard raw.body.count <= RawWebhook.maximumBodyBytes else { throw .tooLarge }
        let signature = try presentedSignature(of: raw)
        if let secret = secret(for: signature, over: raw.body) {
            return VerifiedWebhook(body: raw.body, secretID: secret.id, isCanonical: false)
        }
        return try verifyCanonicalForm(of: raw.body, signature: signature)
    }

    private func checkSource(of raw: RawWebhook) throws(WebhookRejection) {
        guard !allowedSources.isEmpty else { return }
        let judged = ClientAddress.judged(
            peer: raw.peer,
            forwardedFor: raw.forwardedFor,
            trustedProxies: trustedProxies
        )
        if let judged, allowedSources.contains(where: { $0.contains(judged) }) { return }
        throw WebhookRejection(
            .forbiddenSource,
            title: "forbidden",
            detail: "webhooks are not accepted from this address",
            explanation: explainForbidden(raw, judged: judged)
        )
    }

    private func explainForbidden(_ raw: RawWebhook, judged: IPAddress?) -> String {
        let peer = raw.peer.map(String.init(describing:)) ?? "unknown"
        let forwarded =
            raw.forwardedFor.isEmpty ? "absent" : RequestText.quoted(raw.forwardedFor.joined(separator: ", "))
        let facts =
            "\(judged.map(String.init(describing:)) ?? "unknown address") is not in webhook.allowed_sources"
            + " (peer \(peer), X-Forwarded-For \(forwarded))"
        guard judged == raw.peer, !raw.forwardedFor.isEmpty else {
            return facts + "; if it may send webhooks, add it there"
        }
        let isTrusted = raw.peer.map { peer in trustedProxies.contains { $0.contains(peer) } } ?? false
        return isTrusted
            ? facts + "; the proxy passed no readable client address on, see how it sets X-Forwarded-For"
            : facts + "; if \(peer) is your proxy, add it to webhook.trusted_proxies"
    }

    private func checkMediaType(of raw: RawWebhook) throws(WebhookRejection) {
        // A missing type passes: nobody knows which headers A1Cron sends, and the signature says who wrote the body.
        if let type = raw.contentType, !RequestText.isMediaType(type, "application/json") {
            throw .unsupportedMediaType("the content type must be application/json, not \(RequestText.quoted(type))")
        }
        if let encoding = raw.contentEncoding, !RequestText.isToken(encoding, "identity"), !encoding.isEmpty {
            throw .unsupportedMediaType("the body must not be encoded, got \(RequestText.quoted(encoding))")
        }
    }

    private func presentedSignature(of raw: RawWebhook) throws(WebhookRejection) -> SignatureBytes {
        if let signature = raw.signature { return signature }
        let fields = raw.signatures
        guard fields.count <= 1 else {
            throw .unauthorized(
                .invalidSignature,
                explanation:
                    "\(fields.count) x-a1cron-signature fields, which of them counts is anybody's guess"
            )
        }
        let field = RequestText.trimmed(fields.first ?? "")
        guard !field.isEmpty else {
            throw .unauthorized(
                .missingSignature,
                explanation:
                    "no x-a1cron-signature; has the job a webhook secret in A1Cron, or does a proxy drop the header?"
            )
        }
        guard let signature = SignatureBytes(hex: field) else {
            throw .unauthorized(
                .invalidSignature,
                explanation: "x-a1cron-signature is not 64 hex digits but \(field.utf8.count) bytes of something else"
            )
        }
        return signature
    }

    /// The secret that signed a body.
    ///
    /// Every secret is tried, whichever matches.
    private func secret(for signature: SignatureBytes, over body: [UInt8]) -> WebhookSecret? {
        var match: Int?
        for index in secrets.indices where secrets[index].signatureBytes(of: body).isEqual(to: signature) {
            match = index
        }
        return match.map { secrets[$0] }
    }

    /// The second chance of a body whose raw form does not match.
    ///
    /// It costs an unsigned request at most one pass over `CanonicalJSON.maximumBytes` and one HMAC per secret more.
    /// With the switch off it only finds out whether the switch is what the operator needs.
    private func verifyCanonicalForm(
        of body: [UInt8],
        signature: SignatureBytes
    ) throws(WebhookRejection) -> VerifiedWebhook {
        let canonical: [UInt8]
        do {
            canonical = try CanonicalJSON.text(of: body)
        } catch {
            throw .unauthorized(.invalidSignature, explanation: explainMismatch(canonicalForm: error.detail))
        }
        guard canonical != body, let secret = secret(for: signature, over: canonical) else {
            throw .unauthorized(.invalidSignature, explanation: explainMismatch(canonicalForm: nil))
        }
        guard acceptsCanonicalJSON else {
            throw .unauthorized(
                .canonicalOnly,
                explanation: "secret \(secret.id) signed the re-serialised body, not the bytes that were sent;"
                    + " set webhook.canonical_json: true to accept that"
            )
        }
        return VerifiedWebhook(body: canonical, secretID: secret.id, isCanonical: true)
    }

    private func explainMismatch(canonicalForm problem: String?) -> String {
        guard !secrets.isEmpty else { return "no webhook secret is configured; set webhook.secrets" }
        let ids = secrets.map(\.id).joined(separator: ", ")
        let canonical = problem.map { "; there is no canonical form to try: \($0)" } ?? ""
        return "signed with none of the secrets \(ids)\(canonical);"
            + " if A1Cron sent this, its webhook secret differs: add that one by belfry secret add"
    }
}
