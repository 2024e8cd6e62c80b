import ArgumentParser
import BelfryCore

extension TimeSpan {
    /// The duration an option was given, in Prometheus' spelling.
    static func argument(_ text: String) throws -> TimeSpan {
        guard let span = TimeSpan(prometheus: text) else {
            throw ValidationError("\(text) is not a duration such as 10s, 500ms or 1m30s")
        }
        return span
    }
}
