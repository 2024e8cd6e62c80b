internal import BelfryCore

/// Where the secrets that sign webhooks come from, and so how they change.
public enum WebhookSecretSource: Hashable, Sendable {
    /// A file of this machine that Belfry itself may rewrite.
    case file(path: String)
    /// A file that is read again on reload, but not written: other replicas have theirs.
    case sharedFile(path: String)
    /// A list in the configuration, which is read at the start only.
    case configuration(file: String?)

    /// The source that a configuration names.
    public init(_ configuration: Configuration) {
        if let path = configuration.webhook.secretsFile {
            self = configuration.database.url == nil ? .file(path: path) : .sharedFile(path: path)
        } else if configuration.webhook.secrets.isEmpty {
            self = .file(path: configuration.dataFolder.path(of: .webhookSecret))
        } else {
            self = .configuration(file: configuration.file)
        }
    }

    /// The file to read again on reload; nil where there is none.
    var path: String? {
        switch self {
        case .file(let path), .sharedFile(let path): path
        case .configuration: nil
        }
    }

    /// What to edit where Belfry does not change the secrets itself; nil where it does.
    public var instruction: String? {
        switch self {
        case .file: nil
        case .sharedFile(let path):
            "with database.url every replica has its own file: edit \(path) (one secret a line) on each of them, then"
                + " reload them by SIGHUP or POST /-/reload"
        case .configuration(let file):
            "the secrets stand in webhook.secrets: edit \(file ?? "BELFRY_WEBHOOK_SECRETS") and start again, or move"
                + " them into a file that webhook.secrets_file names, which this command can change"
        }
    }
}
