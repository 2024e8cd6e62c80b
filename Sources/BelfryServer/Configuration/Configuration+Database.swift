extension Configuration {
    /// The section `database`: `url` or `url_file`.
    public struct Database: Sendable {
        /// The connection string of a PostgreSQL server; nil for the private one in the data folder.
        public var url: Secret?

        /// The section when it is empty.
        public init() {}

        /// The connection string with the password left out, for people; nil for the private server.
        public var redactedURL: String? { url.map { DatabaseURL.redacted($0.text) } }
    }
}
