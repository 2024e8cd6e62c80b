public import BelfryCore

/// The secret that this program's own webhooks are signed with, of those a server believes.
public enum SigningSecret {
    /// The newest of a file with secrets, one a line, which is the last; nil where there is none.
    public static func newest(ofFile path: String) throws -> Secret? {
        newest(of: try SecretFile(path: path).read())
    }

    /// The newest of a configuration, or else of those its server made or was given; nil where it has not been started yet.
    public static func newest(of configuration: Configuration) throws -> WebhookSecret? {
        if let secret = configuration.webhook.secrets.last { return secret }
        let kept = try configuration.dataFolder.read(.webhookSecret) ?? []
        return newest(of: kept).flatMap { WebhookSecret($0.text) }
    }

    private static func newest(of secrets: [Secret]) -> Secret? {
        secrets.last { WebhookSecret($0.text) != nil }
    }
}
