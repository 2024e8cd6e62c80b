internal import BelfryCore
import Foundation
import Hummingbird

extension Request {
    /// The query's parameters in order, decoded as a form is: `+` is a space, and an encoded `+` stays one.
    var parameters: [(name: String, value: String)] {
        (uri.query ?? "").split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { part in
                let spaced = part.replacing("+", with: " ")
                return spaced.removingPercentEncoding ?? String(spaced)
            }
            return (parts[0], parts.count == 2 ? parts[1] : "")
        }
    }

    /// The first value of a parameter; nil where it is absent or empty.
    func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    /// The matchers of every `filter`, in Alertmanager's syntax.
    func matchers() throws -> [LabelMatcher] {
        try parameters.filter { ["filter", "filter[]"].contains($0.name) }.flatMap { parameter in
            do throws(LabelMatcherError) {
                return try LabelMatcher.parse(parameter.value)
            } catch {
                throw HTTPError(.badRequest, message: "filter: \(error)")
            }
        }
    }
}
