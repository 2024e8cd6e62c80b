/// A regular expression of RE2's language, matched in time linear in the text.
///
/// It is hand-written because Foundation's engine backtracks: a pattern of a rule file could hang the process.
/// Supported: literals, classes, `.`, `\d \w \s \b \A \z` and their kin, POSIX and Unicode category classes, groups
/// with and without names, alternation, greedy and lazy repetition, counted repetition, the flags i, m, s and U.
/// Refused as RE2 refuses them: back references, look-around, possessive repetition, counts above 1,000.
/// Unicode script classes such as `\p{Greek}` and `\C` are refused, too.
struct Pattern: Sendable {
    /// The text of the pattern.
    let source: String
    private let program: PatternProgram
    /// What to search for if the pattern is nothing but literal text.
    private let literal: ByteSearch?

    /// Compiles `source`; a pattern that is malformed or larger than `maximumSize` instructions is an
    /// `invalidArgument` error.
    init(_ source: String, maximumSize: Int) throws(EvaluationError) {
        self.source = source
        do throws(PatternError) {
            let node = try PatternParser.parse(source)
            program = try PatternProgram(node, maximumSize: maximumSize)
            literal = node.literalText.map { ByteSearch($0) }
        } catch {
            throw EvaluationError(.invalidArgument, "invalid pattern '\(source.prefix(64))': \(error.message)")
        }
    }

    /// The number of instructions.
    var size: Int { program.instructions.count }

    /// Whether some part of `text` matches, paid for from `budget`.
    func matches(_ text: String, _ budget: inout Budget) throws(EvaluationError) -> Bool {
        if let literal {
            try budget.charge(bytes: text.utf8.count)
            return literal.occurs(in: text)
        }
        var matcher = PatternMatcher(program)
        return try matcher.matches(text, &budget)
    }

    /// Whether some part of `text` matches, and how many steps that took: at most the number of instructions for each
    /// scalar of the text and one more.
    func countingMatches(_ text: String) -> (isMatch: Bool, steps: Int) {
        var matcher = PatternMatcher(program)
        var budget = Budget(.max)
        let isMatch = (try? matcher.matches(text, &budget)) ?? false
        return (isMatch, matcher.steps)
    }
}
