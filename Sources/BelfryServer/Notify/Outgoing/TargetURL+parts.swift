internal import Foundation

extension TargetURL {
    /// The address of something below this one; `path` begins with a slash.
    func appending(path: String) throws(TargetURLError) -> TargetURL {
        try TargetURL((text.hasSuffix("/") ? String(text.dropLast()) : text) + path)
    }

    /// The address with another pair in its query.
    func adding(query pair: String) throws(TargetURLError) -> TargetURL {
        try TargetURL(text + (text.contains("?") ? "&" : "?") + pair)
    }

    /// The parts of path and query that may be the secret: whatever is longer than a word.
    var secretParts: [String] {
        let path = URL(string: text)?.path.split(separator: "/") ?? []
        let query = URL(string: text)?.query?.split { $0 == "&" || $0 == "=" } ?? []
        return (path + query).filter { $0.count >= Self.shortestSecret }.map(String.init)
    }

    private static let shortestSecret = 10
}
