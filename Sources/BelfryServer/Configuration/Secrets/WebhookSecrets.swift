public import BelfryCore
internal import Synchronization

/// The secrets in force, and the verifier made of them: both change while webhooks arrive.
///
/// A change is on disk before it is in force; a request is judged by the secrets of one moment.
public final class WebhookSecrets: Sendable {
    /// Longer than any secret a person is given.
    private static let maximumBytes = 1_024
    /// Beyond it every webhook pays for secrets nobody uses.
    private static let maximumSecrets = 16
    /// What the configuration calls short, too.
    private static let shortSecret = 16

    /// The secrets, and the verifier of webhooks signed by any of them.
    private struct InForce {
        var secrets: [WebhookSecret]
        var verifier: WebhookVerifier
    }

    /// Where the secrets are kept.
    public let source: WebhookSecretSource
    private let webhook: Configuration.Webhook
    private let metrics: BelfryMetrics
    private let inForce: Mutex<InForce>
    /// One change at a time: each reads the file, writes it and puts it in force.
    private let changing = Mutex(())

    /// The given secrets, judged with the other settings of `webhook`.
    public init(_ secrets: [WebhookSecret], configuration: Configuration, metrics: BelfryMetrics) {
        source = WebhookSecretSource(configuration)
        webhook = configuration.webhook
        self.metrics = metrics
        inForce = Mutex(
            InForce(secrets: secrets, verifier: Self.verifier(secrets, configuration.webhook))
        )
        for secret in secrets { _ = metrics.secretLastUsed.with(secret.id) }
    }

    /// The verifier in force.
    public var verifier: WebhookVerifier { inForce.withLock { $0.verifier } }

    /// The ids of the secrets in force, in the order of their file.
    public var ids: [String] { inForce.withLock { $0.secrets.map(\.id) } }

    /// When a webhook of a secret was last verified by this process; nil before the first.
    func lastUsed(_ id: String) -> Instant? {
        let seconds = metrics.secretLastUsed.with(id).value
        return seconds > 0 ? Instant(microseconds: Int64(seconds * 1_000_000)) : nil
    }

    /// Adds a secret beside the others; says whether it is new.
    func add(_ text: String) throws -> (secret: WebhookSecret, isNew: Bool, isShort: Bool) {
        guard text.utf8.count <= Self.maximumBytes, !text.unicodeScalars.contains(where: { $0.value < 0x20 }),
            text.first?.isWhitespace == false, text.last?.isWhitespace == false, let secret = WebhookSecret(text)
        else {
            throw WebhookSecretRefusal.unusable(
                "a secret is one line of 1 to \(Self.maximumBytes) bytes without white space around it"
            )
        }
        let isShort = text.utf8.count < Self.shortSecret
        return try change { secrets in
            guard !secrets.contains(where: { $0.text == text }) else { return (secret, false, isShort) }
            guard secrets.count < Self.maximumSecrets else {
                throw WebhookSecretRefusal.unusable(
                    "there are \(secrets.count) secrets already: remove those that are used no more"
                )
            }
            secrets.append(Secret(text))
            return (secret, true, isShort)
        }
    }

    /// Removes a secret by its id; the last one stays.
    func remove(_ id: String) throws {
        try change { secrets in
            let kept = secrets.filter { WebhookSecret($0.text)?.id != id }
            guard kept.count < secrets.count else { throw WebhookSecretRefusal.unknown(id: id) }
            guard !kept.isEmpty else { throw WebhookSecretRefusal.last(id: id) }
            secrets = kept
        }
    }

    /// Reads the file again, where there is one, and puts it in force; throws, with the old secrets in force, where it has none.
    public func reload() throws {
        guard let path = source.path else { return }
        try changing.withLock { _ in
            let secrets = try SecretFile(path: path).read()
            guard !secrets.isEmpty else {
                throw DataFolderError(path: path, action: "be used", reason: "it holds no secret")
            }
            put(secrets)
        }
    }

    private func change<Value: Sendable>(_ edit: (inout [Secret]) throws -> Value) throws -> Value {
        guard case .file(let path) = source else {
            throw WebhookSecretRefusal.notKeptHere(instruction: source.instruction ?? "")
        }
        return try changing.withLock { _ in
            let file = SecretFile(path: path)
            let old = try file.read()
            var secrets = old
            let value = try edit(&secrets)
            if secrets != old { try file.write(secrets) }
            put(secrets)
            return value
        }
    }

    private func put(_ secrets: [Secret]) {
        var new: [WebhookSecret] = []
        for secret in secrets.compactMap({ WebhookSecret($0.text) }) where !new.contains(secret) { new.append(secret) }
        for secret in new { _ = metrics.secretLastUsed.with(secret.id) }
        let verifier = Self.verifier(new, webhook)
        inForce.withLock { $0 = InForce(secrets: new, verifier: verifier) }
    }

    private static func verifier(_ secrets: [WebhookSecret], _ webhook: Configuration.Webhook) -> WebhookVerifier {
        WebhookVerifier(
            secrets: secrets,
            allowedSources: webhook.allowedSources,
            trustedProxies: webhook.trustedProxies,
            acceptsCanonicalJSON: webhook.acceptsCanonicalJSON
        )
    }
}
