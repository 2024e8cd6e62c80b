extension PatternParser {
    private static let posix: [String: [ScalarSet.Item]] = [
        "alnum": [.range(0x30, 0x39), .range(0x41, 0x5A), .range(0x61, 0x7A)],
        "alpha": [.range(0x41, 0x5A), .range(0x61, 0x7A)],
        "ascii": [.range(0x00, 0x7F)],
        "blank": [.range(0x09, 0x09), .range(0x20, 0x20)],
        "cntrl": [.range(0x00, 0x1F), .range(0x7F, 0x7F)],
        "digit": [.range(0x30, 0x39)],
        "graph": [.range(0x21, 0x7E)],
        "lower": [.range(0x61, 0x7A)],
        "print": [.range(0x20, 0x7E)],
        "punct": [.range(0x21, 0x2F), .range(0x3A, 0x40), .range(0x5B, 0x60), .range(0x7B, 0x7E)],
        "space": [.range(0x09, 0x0D), .range(0x20, 0x20)],
        "upper": [.range(0x41, 0x5A)],
        "word": [.nested(.word)],
        "xdigit": [.range(0x30, 0x39), .range(0x41, 0x46), .range(0x61, 0x66)],
    ]

    /// The class after `[`.
    mutating func parseClass() throws(PatternError) -> ScalarSet {
        let isNegated = accept("^")
        var items: [ScalarSet.Item] = []
        var isFirst = true
        while isFirst || peek() != "]" {
            guard peek() != nil else { throw PatternError("missing closing ]") }
            isFirst = false
            if accept("[:") {
                items.append(try parsePosixClass())
                continue
            }
            if let set = try acceptClassEscape() {
                items.append(.nested(set))
                continue
            }
            let first = try parseClassScalar()
            guard peek() == "-", let following = peek(1), following != "]" else {
                items.append(.range(first.value, first.value))
                continue
            }
            index += 1
            let last = try parseClassScalar()
            guard first <= last else { throw PatternError("invalid character class range") }
            items.append(.range(first.value, last.value))
        }
        index += 1
        return ScalarSet(items, isNegated: isNegated, foldsCase: flags.foldsCase)
    }

    private mutating func parsePosixClass() throws(PatternError) -> ScalarSet.Item {
        let isNegated = accept("^")
        var name = ""
        while let scalar = peek(), ScalarSet.word.contains(scalar) {
            name.unicodeScalars.append(scalar)
            index += 1
        }
        guard accept(":]"), let items = Self.posix[name] else { throw PatternError("invalid character class range") }
        return .nested(ScalarSet(items, isNegated: isNegated, foldsCase: flags.foldsCase))
    }

    private mutating func parseClassScalar() throws(PatternError) -> Unicode.Scalar {
        guard let scalar = next() else { throw PatternError("missing closing ]") }
        return scalar == "\\" ? try parseScalarEscape() : scalar
    }

    /// `\d`, `\W`, `\p{Lu}` and their like at the cursor.
    mutating func acceptClassEscape() throws(PatternError) -> ScalarSet? {
        guard peek() == "\\", let letter = peek(1) else { return nil }
        let set: ScalarSet
        switch letter {
        case "d": set = .digit
        case "D": set = ScalarSet.digit.negated
        case "s": set = .space
        case "S": set = ScalarSet.space.negated
        case "w": set = .word
        case "W": set = ScalarSet.word.negated
        case "p", "P":
            index += 2
            return try parseCategory(isNegated: letter == "P")
        default: return nil
        }
        index += 2
        return set
    }

    private mutating func parseCategory(isNegated: Bool) throws(PatternError) -> ScalarSet {
        var isNegated = isNegated
        var name = ""
        if accept("{") {
            if accept("^") { isNegated.toggle() }
            while let scalar = next(), scalar != "}" { name.unicodeScalars.append(scalar) }
        } else if let scalar = next() {
            name.unicodeScalars.append(scalar)
        }
        if name == "Any" { return ScalarSet([], isNegated: !isNegated) }
        guard UnicodeCategory.names.contains(name) else {
            throw PatternError("invalid or unsupported character class: \\p{\(name)}")
        }
        return ScalarSet([.category(name, isNegated: isNegated)], foldsCase: flags.foldsCase)
    }

    /// What follows a backslash outside a class.
    mutating func parseEscape() throws(PatternError) -> PatternNode {
        index -= 1
        if let set = try acceptClassEscape() { return .set(set) }
        index += 1
        switch peek() {
        case "A": return assertion(.textStart)
        case "z": return assertion(.textEnd)
        case "b": return assertion(.wordBoundary)
        case "B": return assertion(.noWordBoundary)
        default: return literal(try parseScalarEscape())
        }
    }

    private mutating func assertion(_ assertion: PatternAssertion) -> PatternNode {
        index += 1
        return .assertion(assertion)
    }

    /// What follows a backslash if it stands for one scalar.
    private mutating func parseScalarEscape() throws(PatternError) -> Unicode.Scalar {
        guard let scalar = next() else { throw PatternError("trailing backslash at end of expression") }
        switch scalar {
        case "a": return "\u{07}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{0B}"
        case "x": return try parseHexEscape()
        case "0": return try scalarValue(0, followedByOctal: 2)
        case "1"..."7":
            guard let second = peek(), ("0"..."7").contains(second) else {
                throw PatternError("back references are not supported: \\\(scalar)")
            }
            return try scalarValue(scalar.value - 48, followedByOctal: 2)
        default:
            guard scalar.isASCII, !ScalarSet.word.contains(scalar) || scalar == "_" else {
                throw PatternError("invalid escape sequence: \\\(scalar)")
            }
            return scalar
        }
    }

    private mutating func parseHexEscape() throws(PatternError) -> Unicode.Scalar {
        var value: UInt32 = 0
        var count = 0
        let isBraced = accept("{")
        while let scalar = peek(), let digit = Character(scalar).hexDigitValue, scalar.isASCII,
            count < (isBraced ? 6 : 2)
        {
            value = value * 16 + UInt32(digit)
            count += 1
            index += 1
        }
        guard isBraced ? accept("}") && count > 0 : count == 2, let scalar = Unicode.Scalar(value) else {
            throw PatternError("invalid escape sequence: \\x")
        }
        return scalar
    }

    private mutating func scalarValue(
        _ first: UInt32,
        followedByOctal maximum: Int
    ) throws(PatternError) -> Unicode.Scalar {
        var value = first
        for _ in 0..<maximum {
            guard let scalar = peek(), ("0"..."7").contains(scalar) else { break }
            value = value * 8 + scalar.value - 48
            index += 1
        }
        guard let scalar = Unicode.Scalar(value) else { throw PatternError("invalid escape sequence") }
        return scalar
    }
}
