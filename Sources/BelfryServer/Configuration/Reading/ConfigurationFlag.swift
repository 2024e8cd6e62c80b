/// A setting given on the command line.
public struct ConfigurationFlag: Hashable, Sendable {
    /// The key it sets: `http.port`.
    public let key: String
    /// What to call it in a problem: `--port`.
    public let flag: String
    /// The text after it.
    public let value: String

    /// A flag that sets a key.
    public init(key: String, flag: String, value: String) {
        self.key = key
        self.flag = flag
        self.value = value
    }
}
