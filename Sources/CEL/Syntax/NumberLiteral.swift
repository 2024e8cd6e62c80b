/// Reads int, uint and double literals.
enum NumberLiteral {
    static func read(_ cursor: inout SourceCursor) throws(CompileError) -> Token.Kind {
        let start = cursor.position
        if cursor.peek() == "0", cursor.peek(1) == "x" || cursor.peek(1) == "X" {
            cursor.advance(by: 2)
            let digits = readDigits(&cursor) { $0.properties.isASCIIHexDigit }
            guard !digits.isEmpty else { throw CompileError(start, "a hexadecimal number needs a digit") }
            return try integer(digits, isHex: true, &cursor)
        }
        var text = readDigits(&cursor, Lexer.isDigit)
        var isDouble = false
        if cursor.peek() == ".", cursor.peek(1).map(Lexer.isDigit) == true {
            isDouble = true
            cursor.advance()
            text += "." + readDigits(&cursor, Lexer.isDigit)
        }
        if cursor.peek() == "e" || cursor.peek() == "E" {
            let sign = cursor.peek(1) == "+" || cursor.peek(1) == "-" ? 1 : 0
            if cursor.peek(1 + sign).map(Lexer.isDigit) == true {
                isDouble = true
                text += sign == 1 && cursor.peek(1) == "-" ? "e-" : "e"
                cursor.advance(by: 1 + sign)
                text += readDigits(&cursor, Lexer.isDigit)
            }
        }
        guard isDouble else { return try integer(text, isHex: false, &cursor) }
        try rejectTail(&cursor)
        guard let value = Double(text.hasPrefix(".") ? "0" + text : text) else {
            throw CompileError(start, "'\(text)' is not a number")
        }
        return .double(value)
    }

    private static func integer(
        _ digits: String,
        isHex: Bool,
        _ cursor: inout SourceCursor
    ) throws(CompileError) -> Token.Kind {
        let isUnsigned = cursor.peek() == "u" || cursor.peek() == "U"
        if isUnsigned { cursor.advance() }
        try rejectTail(&cursor)
        return isUnsigned ? .uint(digits: digits, isHex: isHex) : .int(digits: digits, isHex: isHex)
    }

    /// `12abc` is no number followed by a name.
    private static func rejectTail(_ cursor: inout SourceCursor) throws(CompileError) {
        guard let scalar = cursor.peek(), scalar.properties.isAlphabetic || scalar == "_" || Lexer.isDigit(scalar)
        else {
            return
        }
        throw CompileError(cursor.position, "unexpected '\(scalar)' after a number")
    }

    private static func readDigits(_ cursor: inout SourceCursor, _ accepts: (Unicode.Scalar) -> Bool) -> String {
        var digits = ""
        while let scalar = cursor.peek(), accepts(scalar) {
            digits.unicodeScalars.append(scalar)
            cursor.advance()
        }
        return digits
    }
}
