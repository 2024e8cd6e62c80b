import Foundation

/// A line on a terminal's standard error that tells how far an import or export is; nothing where it is no terminal.
struct HistoryProgress {
    private let total: Int64
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var shownAt = ContinuousClock.now

    /// Progress towards about so much.
    init(total: Int64) {
        self.total = total
    }

    /// Shows how much is done, and a text behind the bar.
    mutating func show(_ done: Int64, _ text: String) {
        guard isTerminal, ContinuousClock.now - shownAt > .milliseconds(100) else { return }
        shownAt = .now
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 0
        let bar = String(repeating: "█", count: Int(share * 30)).padding(toLength: 30, withPad: "░", startingAt: 0)
        FileHandle.standardError.write(Data("\r\(bar) \(text)".utf8))
    }

    /// Takes the line away.
    func end() {
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
