/// The execution ids of a run: `exe_RUN_0000000042`.
///
/// Fixed width, so that a request is made by overwriting bytes, and readable, so that a set of them is a set of numbers.
public struct BenchExecutionID: Hashable, Sendable {
    static let sequenceDigits = 10

    /// The run that made the id.
    public let runID: String
    /// The place in the run.
    public let sequence: UInt64

    /// The id of one execution of a run.
    public init(runID: String, sequence: UInt64) {
        self.runID = runID
        self.sequence = sequence
    }

    /// Reads an id; nil where it was not made by a load generator.
    public init?(_ text: String) {
        guard text.hasPrefix("exe_"), let separator = text.lastIndex(of: "_") else { return nil }
        let digits = text[text.index(after: separator)...]
        let runStart = text.index(text.startIndex, offsetBy: 4)
        guard digits.utf8.count == Self.sequenceDigits, let sequence = UInt64(digits), runStart < separator else {
            return nil
        }
        runID = String(text[runStart..<separator])
        self.sequence = sequence
    }

    /// What all ids of a run begin with.
    public static func prefix(runID: String) -> String { "exe_\(runID)_" }

    /// The id as it is sent.
    public var text: String {
        let digits = String(sequence)
        let zeros = String(repeating: "0", count: max(0, Self.sequenceDigits - digits.utf8.count))
        return Self.prefix(runID: runID) + zeros + digits
    }

    /// Whether a text can be part of an execution id: 1 to 64 ASCII letters, digits and hyphens.
    public static func isRunID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
}
