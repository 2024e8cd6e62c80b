public import BelfryCore

/// One configured target of a receiver, an element of `slack_configs`, `webhook_configs` or the like.
public protocol NotifierConfiguration: Sendable {
    /// The stem of the configuration key and the metric label.
    static var integration: String { get }

    /// Reads one element; nil when it is unusable, which has then been reported.
    init?(_ value: YAMLValue, global: GlobalDefaults, secrets: SecretReader, problems: inout [Problem])

    /// The notifier that sends there.
    func makeNotifier(http: any OutgoingHTTP) -> any Notifier
}
