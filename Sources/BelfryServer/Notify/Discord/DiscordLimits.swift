internal import BelfryCore

/// What Discord takes, in characters after escaping; counted here in UTF-16 units, which are never fewer.
///
/// https://discord.com/developers/docs/resources/message#embed-object-embed-limits
enum DiscordLimits {
    /// Embeds of a message.
    static let embeds = 10
    /// The title of an embed.
    static let title = 256
    /// The description of an embed.
    static let description = 4_096
    /// Fields of an embed.
    static let fields = 25
    /// The name of a field.
    static let fieldName = 256
    /// The value of a field.
    static let fieldValue = 1_024
    /// The text of a footer.
    static let footer = 2_048
    /// All of the above in all embeds of a message together.
    static let total = 6_000
    /// The name a webhook posts under.
    ///
    /// https://discord.com/developers/docs/resources/user#usernames-and-nicknames
    static let username = 80
    /// Where Discord's own limits hold.
    static let hosts = ["discord.com", "discordapp.com", "ptb.discord.com", "canary.discord.com"]
    /// Five messages in two seconds and webhook: what people measure, for Discord publishes none but asks to read its headers.
    static let pace = DeliveryPace(every: .milliseconds(400), burst: 5)
    /// Fifty requests a second and address.
    ///
    /// https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
    static let hostPace = DeliveryPace(every: .milliseconds(20), burst: 25)
}
