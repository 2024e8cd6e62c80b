internal import Foundation
internal import Hummingbird

extension Request {
    /// What the forms of Belfry's pages send is far smaller.
    private static let maximumFormBytes = 16 * 1_024

    /// The fields of a form that was posted, the first of each name.
    func form() async throws -> [String: String] {
        let body = String(buffer: try await body.collect(upTo: Self.maximumFormBytes))
        let fields = body.split(separator: "&").map { pair -> (String, String) in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { part in
                let spaced = part.replacing("+", with: " ")
                return spaced.removingPercentEncoding ?? String(spaced)
            }
            return (parts[0], parts.count == 2 ? parts[1] : "")
        }
        return Dictionary(fields, uniquingKeysWith: { first, _ in first })
    }
}
