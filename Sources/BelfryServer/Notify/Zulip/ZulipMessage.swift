/// A message to a channel of Zulip.
struct ZulipMessage: Hashable {
    /// The channel's name.
    var stream: String
    /// The topic, plain text.
    var topic: String
    /// The text, in Zulip's markdown.
    var content: String

    /// The form fields of `POST /api/v1/messages`.
    ///
    /// https://zulip.com/api/send-message
    var form: [(name: String, value: String)] {
        [
            // The name that servers before Zulip 7 know too.
            (name: "type", value: "stream"),
            (name: "to", value: stream),
            (name: "topic", value: topic),
            (name: "content", value: content),
        ]
    }
}
