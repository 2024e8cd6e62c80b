/// How much of itself a message shows.
public enum MessageForm: Hashable, Sendable {
    /// All there is, in the chat's own form.
    case full
    /// The headline and one link: what is left to try when a chat has refused the message.
    case minimal
}
