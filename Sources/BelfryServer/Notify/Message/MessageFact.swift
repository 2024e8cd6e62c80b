/// One labelled line of a message, such as `Last success: 02:00 UTC, 12 min ago`.
struct MessageFact: Hashable {
    /// What it is about.
    var label: String
    /// What is said.
    var value: [MessagePart]

    init(_ label: String, _ value: MessagePart...) {
        self.label = label
        self.value = value
    }
}
