import Foundation

/// A line on the terminal that says how far a run has come; nothing where standard error is no terminal.
struct BenchProgress: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1

    /// Writes the line anew.
    func show(_ result: LoadResult) {
        guard isTerminal else { return }
        let errors = result.errors.values.reduce(0, +)
        let line = "\r\u{1B}[K\(result.sent) sent, \(result.answered) acknowledged, \(errors) errors"
        FileHandle.standardError.write(Data(line.utf8))
    }
}
