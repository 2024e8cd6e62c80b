/// A rule file as it was read: nothing checked yet.
public struct RuleFile: Hashable, Codable, Sendable {
    /// The name it is reported under.
    public var name: String
    /// Its text.
    public var text: String

    /// A file of this name and text.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
