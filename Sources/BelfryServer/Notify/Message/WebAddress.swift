internal import Foundation

/// Addresses that may be offered as links.
enum WebAddress {
    /// An absolute `http` or `https` address without characters that could end it early in a chat's markup; else nil.
    static func checked(_ text: String) -> String? {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let isPlain = trimmed.utf8.allSatisfy { (0x21...0x7E).contains($0) && !Self.delimiters.contains($0) }
        guard isPlain, trimmed.utf8.count <= maximumLength, let url = URL(string: trimmed), url.host?.isEmpty == false,
            ["http", "https"].contains(url.scheme?.lowercased())
        else { return nil }
        return trimmed
    }

    /// Slack's limit for the address of a button, the tightest there is.
    private static let maximumLength = 3_000
    private static let delimiters = Array("<>|\"`\\".utf8)
}
