/// The line of one alert in a message about several.
struct MessageItem: Hashable {
    /// What is said.
    var parts: [MessagePart]
    /// What is added where there is room.
    var more: [MessagePart] = []
    /// The page of its job, with `external_url`.
    var link: MessagePart?
}
