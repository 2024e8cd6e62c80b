/// A text that must not be shown: it prints, dumps and describes itself as `<secret>`.
public struct Secret: Hashable, Sendable {
    /// The secret itself; only for the place that needs it.
    public let text: String

    /// A secret.
    public init(_ text: String) {
        self.text = text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `<secret>`.
    public var description: String { "<secret>" }
    /// `<secret>`.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
