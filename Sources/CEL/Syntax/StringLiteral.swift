/// Reads string and bytes literals: prefixes `r` and `b`, single and triple quotes, escapes.
enum StringLiteral {
    /// The literal at the cursor; nil, with nothing read, if there is none.
    static func read(_ cursor: inout SourceCursor) throws(CompileError) -> Token.Kind? {
        var isRaw = false
        var isBytes = false
        var length = 0
        while let scalar = cursor.peek(length), scalar != "'", scalar != "\"" {
            switch scalar {
            case "r" where !isRaw, "R" where !isRaw: isRaw = true
            case "b" where !isBytes, "B" where !isBytes: isBytes = true
            default: return nil
            }
            length += 1
        }
        guard let quote = cursor.peek(length) else { return nil }
        let start = cursor.position
        cursor.advance(by: length)
        let triple = String(repeating: String(quote), count: 3)
        let delimiter = cursor.startsWith(triple) ? triple : String(quote)
        cursor.advance(by: delimiter.unicodeScalars.count)
        var content: [UInt8] = []
        while !cursor.startsWith(delimiter) {
            guard let scalar = cursor.peek(), delimiter.unicodeScalars.count == 3 || (scalar != "\n" && scalar != "\r")
            else { throw CompileError(start, "the string is not closed") }
            if scalar == "\\", !isRaw {
                try readEscape(&cursor, isBytes: isBytes, into: &content)
            } else {
                if scalar == "\\", let escaped = cursor.peek(1), escaped == quote || escaped == "\\" {
                    // A raw string keeps the backslash, and what follows it does not close the string.
                    content.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
                    cursor.advance()
                    content.append(contentsOf: UTF8.encode(escaped).map(Array.init) ?? [])
                } else {
                    content.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
                }
                cursor.advance()
            }
        }
        cursor.advance(by: delimiter.unicodeScalars.count)
        return isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
    }

    private static let simple: [Unicode.Scalar: UInt8] = [
        "a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92, "?": 63, "\"": 34, "'": 39, "`": 96,
    ]

    private static func readEscape(
        _ cursor: inout SourceCursor,
        isBytes: Bool,
        into content: inout [UInt8]
    ) throws(CompileError) {
        let start = cursor.position
        cursor.advance()
        guard let scalar = cursor.peek() else { throw CompileError(start, "the string is not closed") }
        if let byte = simple[scalar] {
            cursor.advance()
            content.append(byte)
            return
        }
        let code: UInt32
        switch scalar {
        case "0"..."3":
            code = try readCode(&cursor, digits: 3, radix: 8, start)
        case "x", "X":
            cursor.advance()
            code = try readCode(&cursor, digits: 2, radix: 16, start)
        case "u" where !isBytes:
            cursor.advance()
            code = try readCode(&cursor, digits: 4, radix: 16, start)
        case "U" where !isBytes:
            cursor.advance()
            code = try readCode(&cursor, digits: 8, radix: 16, start)
        default:
            throw CompileError(start, "invalid escape '\\\(scalar)'")
        }
        if isBytes {
            content.append(UInt8(truncatingIfNeeded: code))
        } else {
            guard let decoded = Unicode.Scalar(code), let bytes = UTF8.encode(decoded) else {
                throw CompileError(start, "the escape is not a Unicode scalar value")
            }
            content.append(contentsOf: bytes)
        }
    }

    private static func readCode(
        _ cursor: inout SourceCursor,
        digits: Int,
        radix: UInt32,
        _ start: SourcePosition
    ) throws(CompileError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<digits {
            guard let scalar = cursor.peek(), let digit = Character(scalar).hexDigitValue, digit < radix else {
                throw CompileError(start, "the escape needs \(digits) digits")
            }
            code = code &* radix &+ UInt32(digit)
            cursor.advance()
        }
        return code
    }
}
