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
}
