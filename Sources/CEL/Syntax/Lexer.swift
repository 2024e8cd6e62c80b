/// Splits a source text into tokens.
struct Lexer {
    private static let pairs = ["==", "!=", "<=", ">=", "&&", "||"]
    private static let singles = Set("<>!?:.,+-*/%()[]{}".unicodeScalars)

    private var cursor: SourceCursor

    init(_ source: String) {
        cursor = SourceCursor(source)
    }

    /// All tokens, the last of them `.end`.
    static func tokens(of source: String) throws(CompileError) -> [Token] {
        var lexer = Lexer(source)
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(CompileError) -> Token {
        skipSpace()
        let start = cursor.position
        let kind = try readKind(at: start)
        return Token(kind: kind, range: SourceRange(start: start, end: cursor.position))
    }

    private mutating func skipSpace() {
        while let scalar = cursor.peek() {
            if scalar == "/", cursor.peek(1) == "/" {
                while let skipped = cursor.peek(), skipped != "\n" { cursor.advance() }
            } else if scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" || scalar == "\u{0C}" {
                cursor.advance()
            } else {
                return
            }
        }
    }

    private mutating func readKind(at start: SourcePosition) throws(CompileError) -> Token.Kind {
        guard let scalar = cursor.peek() else { return .end }
        if let literal = try StringLiteral.read(&cursor) { return literal }
        if Self.isLetter(scalar) { return .identifier(readWhile(Self.isLetterOrDigit)) }
        if Self.isDigit(scalar) || (scalar == "." && cursor.peek(1).map(Self.isDigit) == true) {
            return try NumberLiteral.read(&cursor)
        }
        if scalar == "`" { return try readQuotedIdentifier(at: start) }
        if let following = cursor.peek(1) {
            let pair = String(scalar) + String(following)
            if Self.pairs.contains(pair) {
                cursor.advance()
                cursor.advance()
                return .symbol(pair)
            }
        }
        guard Self.singles.contains(scalar) else {
            throw CompileError(start, "unexpected character '\(scalar)'")
        }
        cursor.advance()
        return .symbol(String(scalar))
    }

    private mutating func readQuotedIdentifier(at start: SourcePosition) throws(CompileError) -> Token.Kind {
        cursor.advance()
        let name = readWhile { Self.isLetterOrDigit($0) || ".-/ ".unicodeScalars.contains($0) }
        guard !name.isEmpty, cursor.peek() == "`" else {
            throw CompileError(start, "a quoted field name holds letters, digits, '_', '.', '-', '/' and spaces only")
        }
        cursor.advance()
        return .quotedIdentifier(name)
    }

    private mutating func readWhile(_ accepts: (Unicode.Scalar) -> Bool) -> String {
        var text = ""
        while let scalar = cursor.peek(), accepts(scalar) {
            text.unicodeScalars.append(scalar)
            cursor.advance()
        }
        return text
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || isDigit(scalar)
    }
}
