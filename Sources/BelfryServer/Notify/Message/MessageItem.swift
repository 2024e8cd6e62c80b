/// The line of one alert in a message about several.
struct MessageItem: Hashable {
    /// What is said.
    var parts: [MessagePart]
    /// The page of its job, with `external_url`.
    var link: MessagePart?
}
