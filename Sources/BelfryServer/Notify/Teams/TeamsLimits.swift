internal import BelfryCore

/// What Microsoft Teams takes, in bytes of the whole JSON.
///
/// https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
enum TeamsLimits {
    /// The documented size of a message.
    static let message = 28 * 1_024
    /// The size kept to: clients measured refusals from about 21,000 bytes on.
    static let payload = 20_000
    /// Buttons of a card; Teams hides those beyond.
    ///
    /// https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
    static let actions = 6
    /// Units of a title; Teams has no limit of its own.
    static let title = 200
    /// Where Microsoft's own limits hold: Workflows of both kinds.
    static let hosts = [".logic.azure.com", ".api.powerplatform.com"]
    /// Sixty messages in thirty seconds, four at once.
    ///
    /// https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors
    static let pace = DeliveryPace(every: .milliseconds(500), burst: 4)
}
