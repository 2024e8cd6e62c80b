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
}
