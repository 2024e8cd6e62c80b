/// Parses RE2 syntax.
struct PatternParser {
    /// What `(?i)` and its like set.
    struct Flags {
        var foldsCase = false
        var isMultiline = false
        var dotMatchesNewline = false
    }

    private static let maximumNesting = 64
    private static let maximumCount = 1_000

    var scalars: [Unicode.Scalar]
    var index = 0
    var flags = Flags()
    private var nesting = 0

    private init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    static func parse(_ source: String) throws(PatternError) -> PatternNode {
        var parser = PatternParser(source)
        let node = try parser.parseChoice()
        guard parser.peek() == nil else { throw PatternError("unexpected )") }
        return node
    }

    func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        index + distance < scalars.count ? scalars[index + distance] : nil
    }

    mutating func accept(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[index...].starts(with: wanted) else { return false }
        index += wanted.count
        return true
    }

    mutating func next() -> Unicode.Scalar? {
        guard let scalar = peek() else { return nil }
        index += 1
        return scalar
    }

    private mutating func parseChoice() throws(PatternError) -> PatternNode {
        var choices = [try parseSequence()]
        while accept("|") { choices.append(try parseSequence()) }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func parseSequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = peek(), scalar != "|", scalar != ")" {
            let atom = try parseAtom()
            parts.append(try parseRepetition(of: atom))
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
    }

    private mutating func parseAtom() throws(PatternError) -> PatternNode {
        if accept("\\Q") { return parseQuoted() }
        guard let scalar = next() else { return .empty }
        switch scalar {
        case "(": return try parseGroup()
        case "[": return .set(try parseClass())
        case ".": return .set(flags.dotMatchesNewline ? .any : .notNewline)
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "\\": return try parseEscape()
        case "*", "+", "?": throw PatternError("missing argument to repetition operator: \(scalar)")
        default: return literal(scalar)
        }
    }

    func literal(_ scalar: Unicode.Scalar) -> PatternNode {
        guard flags.foldsCase else { return .scalar(scalar) }
        let variants = CaseFolding.variants(of: scalar)
        guard variants.count > 1 else { return .scalar(scalar) }
        return .set(ScalarSet(variants.map { .range($0.value, $0.value) }, foldsCase: true))
    }

    /// The text between `\Q` and `\E`.
    private mutating func parseQuoted() -> PatternNode {
        var parts: [PatternNode] = []
        while peek() != nil, !accept("\\E") {
            if let scalar = next() { parts.append(literal(scalar)) }
        }
        return .sequence(parts)
    }

    private mutating func parseRepetition(of atom: PatternNode) throws(PatternError) -> PatternNode {
        var node = atom
        var isRepeated = false
        while let bounds = try acceptBounds() {
            if isRepeated { throw PatternError("invalid nested repetition operator") }
            isRepeated = true
            _ = accept("?")
            node = .repetition(node, minimum: bounds.minimum, maximum: bounds.maximum)
        }
        return node
    }

    private mutating func acceptBounds() throws(PatternError) -> (minimum: Int, maximum: Int?)? {
        if accept("*") { return (0, nil) }
        if accept("+") { return (1, nil) }
        if accept("?") { return (0, 1) }
        let start = index
        guard accept("{"), let minimum = acceptNumber() else {
            index = start
            return nil
        }
        var maximum: Int? = minimum
        if accept(",") { maximum = acceptNumber() }
        guard accept("}") else {
            index = start
            return nil
        }
        guard minimum <= Self.maximumCount, maximum ?? 0 <= Self.maximumCount, minimum <= maximum ?? minimum else {
            throw PatternError("invalid repeat count")
        }
        return (minimum, maximum)
    }

    private mutating func acceptNumber() -> Int? {
        var digits = ""
        while let scalar = peek(), Lexer.isDigit(scalar), digits.count < 9 {
            digits.unicodeScalars.append(scalar)
            index += 1
        }
        return Int(digits)
    }

    private mutating func parseGroup() throws(PatternError) -> PatternNode {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumNesting else { throw PatternError("groups are nested too deeply") }
        let outer = flags
        if accept("?P<") || accept("?<") {
            try skipGroupName()
        } else if accept("?") {
            if try parseFlags() { return .empty }
        }
        let node = try parseChoice()
        guard accept(")") else { throw PatternError("missing closing )") }
        flags = outer
        return node
    }

    private mutating func skipGroupName() throws(PatternError) {
        var isEmpty = true
        while let scalar = next() {
            if scalar == ">", !isEmpty { return }
            guard ScalarSet.word.contains(scalar) else { break }
            isEmpty = false
        }
        throw PatternError("invalid named capture group")
    }

    /// Reads the flags after `(?`.
    ///
    /// True if they were closed at once, `(?i)`, and so hold for the rest of the group.
    private mutating func parseFlags() throws(PatternError) -> Bool {
        var isSetting = true
        while let scalar = next() {
            switch scalar {
            case "i": flags.foldsCase = isSetting
            case "m": flags.isMultiline = isSetting
            case "s": flags.dotMatchesNewline = isSetting
            case "U": break
            case "-" where isSetting: isSetting = false
            case ":": return false
            case ")": return true
            default: throw PatternError("invalid or unsupported Perl syntax: (?\(scalar)")
            }
        }
        throw PatternError("missing closing )")
    }
}
