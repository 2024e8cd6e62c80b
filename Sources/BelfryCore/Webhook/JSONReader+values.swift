/// Whole values, for documents Belfry wrote itself.
extension JSONReader {
    /// Reads an object.
    ///
    /// `take` reads the value of each member, whose key it gets. A member that is `null` is as good as none.
    mutating func readObject(
        _ take: (inout JSONReader, String) throws(JSONProblem) -> Void
    ) throws(JSONProblem) {
        guard try nextKind() == .object else { throw .syntax("expected an object", at: position) }
        try open(depth: 1)
        var isFirst = true
        while let key = try nextKey(isFirst: isFirst) {
            isFirst = false
            let name = string(key)
            if try nextKind() == .null {
                _ = try readLiteral()
            } else {
                try take(&self, name)
            }
        }
    }

    /// Reads an array, whose elements `take` reads one by one.
    mutating func readArray(_ take: (inout JSONReader) throws(JSONProblem) -> Void) throws(JSONProblem) {
        guard try nextKind() == .array else { throw .syntax("expected an array", at: position) }
        try open(depth: 1)
        var isFirst = true
        while try nextElement(isFirst: isFirst) {
            isFirst = false
            try take(&self)
        }
    }

    /// Reads a text.
    mutating func readText() throws(JSONProblem) -> String {
        guard try nextKind() == .string else { throw .syntax("expected a text", at: position) }
        return string(try readString())
    }

    /// Reads an integer that the type can hold.
    mutating func readInteger<Number: FixedWidthInteger>() throws(JSONProblem) -> Number {
        let start = position
        guard try nextKind() == .number, let integer = integer(in: try readNumber()),
            let number = Number(exactly: integer)
        else { throw .syntax("expected an integer", at: start) }
        return number
    }

    /// Reads a number.
    mutating func readDouble() throws(JSONProblem) -> Double {
        let start = position
        guard try nextKind() == .number,
            let number = Double(String(decoding: bytes[try readNumber()], as: UTF8.self))
        else { throw .syntax("expected a number", at: start) }
        return number
    }

    /// Reads `true` or `false`.
    mutating func readFlag() throws(JSONProblem) -> Bool {
        guard try nextKind() == .boolean else { throw .syntax("expected true or false", at: position) }
        return try readLiteral().utf8CodeUnitCount == 4
    }

    private func string(_ string: JSONString) -> String {
        String(decoding: text(of: string).utf8, as: UTF8.self)
    }
}
