internal import BelfryCore

/// What Telegram takes.
enum TelegramLimits {
    /// Units of UTF-16 of a message's text once the markup is taken away.
    ///
    /// https://core.telegram.org/bots/api#sendmessage
    static let text = 4_096
    /// Pieces of markup of a message; further ones are ignored, and what they made harmless would be harmless no
    /// longer.
    ///
    /// https://core.telegram.org/api/entities
    static let entities = 100
    /// Where Telegram's own limits hold; a bot API server of one's own passes them on by 429.
    static let host = "api.telegram.org"
    /// One message a second and person.
    ///
    /// https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    static let pace = DeliveryPace(every: .seconds(1), burst: 3)
    /// Twenty messages a minute and group.
    static let groupPace = DeliveryPace(every: .seconds(3), burst: 5)
    /// Thirty messages a second in all.
    static let hostPace = DeliveryPace(every: .milliseconds(34), burst: 15)
}
