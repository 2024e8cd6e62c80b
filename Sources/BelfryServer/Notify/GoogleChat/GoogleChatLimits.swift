internal import BelfryCore

/// What Google Chat takes.
///
/// https://developers.google.com/workspace/chat/create-messages and
/// https://developers.google.com/workspace/chat/api/reference/rest/v1/cards
enum GoogleChatLimits {
    /// Bytes of a message, cards included.
    static let message = 32_000
    /// Characters of `text`.
    static let text = 4_096
    /// Widgets of a card.
    static let widgets = 100
    /// Characters of `thread.threadKey`.
    static let threadKey = 4_000
    /// Units of a title; Google has no limit of its own.
    static let title = 200
    /// Where Google's own limit holds.
    static let host = "chat.googleapis.com"
    /// Sixty messages a minute and space.
    ///
    /// https://developers.google.com/workspace/chat/limits
    static let pace = DeliveryPace(every: .seconds(1), burst: 5)
}
