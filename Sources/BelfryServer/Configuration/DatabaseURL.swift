internal import Foundation

/// The text of `database.url`: a URI (`postgresql://…`) or `keyword=value` pairs, as libpq takes them.
enum DatabaseURL {
    /// What is wrong with a text, in words that do not repeat it; nil where it looks like a connection string.
    static func complaint(about text: String) -> String? {
        if text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") {
            return URLComponents(string: text) == nil && !isMultiHost(text)
                ? "is not a valid URI; percent-encode what is special in user and password" : nil
        }
        if text.contains("://") { return "must begin with postgresql://" }
        guard text.contains("=") else {
            return "must be a URI such as postgresql://user:password@host/database, or keyword=value pairs"
        }
        return nil
    }

    /// The connection string without what may be secret in it.
    static func redacted(_ text: String) -> String {
        guard let schemeEnd = text.range(of: "://") else { return redactedPairs(text) }
        let beforeQuery = text.prefix { $0 != "?" }
        let rest = beforeQuery[schemeEnd.upperBound...]
        guard let at = rest.lastIndex(of: "@") else { return String(beforeQuery) }
        let user = rest[..<at].prefix { $0 != ":" }
        let password = user.endIndex == at ? "" : ":***"
        return text[..<schemeEnd.upperBound] + user + password + rest[at...]
    }

    /// libpq takes several `host:port`, separated by commas, which a general URL parser may refuse.
    private static func isMultiHost(_ text: String) -> Bool { text.contains(",") }

    /// Only the pairs that say where, and only where no quote could hide something else.
    private static func redactedPairs(_ text: String) -> String {
        let shown = ["host", "port", "dbname", "user", "hostaddr", "service"]
        guard !text.contains("'") else { return "keyword=value pairs" }
        return text.split(separator: " ").filter { pair in shown.contains { pair.hasPrefix("\($0)=") } }
            .joined(separator: " ")
    }
}
