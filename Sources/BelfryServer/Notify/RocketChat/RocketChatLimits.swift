/// What Rocket.Chat takes.
enum RocketChatLimits {
    /// Characters of a message's text: the shipped value of the setting Message_MaxAllowedSize.
    ///
    /// https://docs.rocket.chat/docs/message
    static let text = 5_000
    /// The whole payload; no limit is documented, and nobody reads more.
    static let payload = 12_000
}
