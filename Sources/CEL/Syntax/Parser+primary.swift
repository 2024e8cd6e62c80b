extension Parser {
    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]

    mutating func parsePrimary() throws(CompileError) -> Syntax {
        switch current.kind {
        case .symbol("("): try parseParenthesised()
        case .symbol("["): try parseList()
        case .symbol("{"): try parseMap()
        case .symbol("."), .identifier: try parseName()
        default: try parseLiteral()
        }
    }

    private mutating func parseParenthesised() throws(CompileError) -> Syntax {
        advance()
        let inner = try parseExpression()
        try expect(")")
        return inner
    }

    private mutating func parseLiteral() throws(CompileError) -> Syntax {
        let start = current.range.start
        guard let literal = try acceptLiteral() else { throw unexpected("an expression") }
        return try make(.literal(literal), from: start)
    }

    /// A variable, a keyword or a call of a global function.
    private mutating func parseName() throws(CompileError) -> Syntax {
        let start = current.range.start
        let isAbsolute = accept(".")
        guard case .identifier(let name) = current.kind, name != "in" else { throw unexpected("an expression") }
        guard !Self.reserved.contains(name) else {
            throw CompileError(current.range.start, "'\(name)' is a reserved word")
        }
        advance()
        let fullName = isAbsolute ? "." + name : name
        if isAt("(") { return try parseCall(of: fullName, from: start) }
        if !isAbsolute, let literal = Self.keyword(name) { return try make(.literal(literal), from: start) }
        return try make(.identifier(fullName), from: start)
    }

    private mutating func parseCall(of name: String, from start: SourcePosition) throws(CompileError) -> Syntax {
        let arguments = try parseArguments()
        if let macro = try expandGlobalMacro(name, arguments, from: start) { return macro }
        return try make(.call(name, target: nil, arguments: arguments), from: start)
    }

    /// Field selections, calls, indexes and message literals after `operand`.
    mutating func parseMembers(of operand: Syntax, from start: SourcePosition) throws(CompileError) -> Syntax {
        var operand = operand
        while true {
            if accept(".") {
                operand = try parseSelection(of: operand, from: start)
            } else if accept("[") {
                operand = try parseIndex(of: operand, from: start)
            } else if isAt("{"), let name = operand.qualifiedName {
                try skipFields()
                operand = try make(.message(name), from: start)
            } else {
                return operand
            }
        }
    }

    private mutating func parseIndex(of operand: Syntax, from start: SourcePosition) throws(CompileError) -> Syntax {
        let function = accept("?") ? Operator.optionalIndex : Operator.index
        let position = try parseExpression()
        try expect("]")
        return try make(.call(function, target: nil, arguments: [operand, position]), from: start)
    }

    private mutating func parseSelection(of operand: Syntax, from start: SourcePosition) throws(CompileError) -> Syntax
    {
        let isOptional = accept("?")
        let field: String
        let isQuoted: Bool
        switch current.kind {
        case .identifier(let name) where name != "in":
            (field, isQuoted) = (name, false)
        case .quotedIdentifier(let name):
            (field, isQuoted) = (name, true)
        default:
            throw unexpected("a field name")
        }
        advance()
        guard isAt("("), !isOptional, !isQuoted else {
            return try make(.select(operand, field: field, isOptional: isOptional), from: start)
        }
        let arguments = try parseArguments()
        if let macro = try expandMemberMacro(field, on: operand, arguments, from: start) { return macro }
        return try make(.call(field, target: operand, arguments: arguments), from: start)
    }

    private mutating func parseArguments() throws(CompileError) -> [Syntax] {
        try expect("(")
        var arguments: [Syntax] = []
        guard !accept(")") else { return arguments }
        repeat { arguments.append(try parseExpression()) } while accept(",")
        try expect(")")
        return arguments
    }

    private mutating func parseList() throws(CompileError) -> Syntax {
        let start = current.range.start
        advance()
        var elements: [Syntax.ListElement] = []
        while !accept("]") {
            let isOptional = accept("?")
            elements.append(Syntax.ListElement(value: try parseExpression(), isOptional: isOptional))
            guard accept(",") || isAt("]") else { throw unexpected("',' or ']'") }
        }
        return try make(.list(elements), from: start)
    }

    private mutating func parseMap() throws(CompileError) -> Syntax {
        let start = current.range.start
        advance()
        var entries: [Syntax.MapEntry] = []
        while !accept("}") {
            let isOptional = accept("?")
            let key = try parseExpression()
            try expect(":")
            entries.append(Syntax.MapEntry(key: key, value: try parseExpression(), isOptional: isOptional))
            guard accept(",") || isAt("}") else { throw unexpected("',' or '}'") }
        }
        return try make(.map(entries), from: start)
    }

    /// Reads over the fields of a message literal, which the checker then refuses as a whole.
    private mutating func skipFields() throws(CompileError) {
        try expect("{")
        while !accept("}") {
            _ = accept("?")
            switch current.kind {
            case .identifier, .quotedIdentifier: advance()
            default: throw unexpected("a field name")
            }
            try expect(":")
            _ = try parseExpression()
            guard accept(",") || isAt("}") else { throw unexpected("',' or '}'") }
        }
    }

    private static func keyword(_ name: String) -> Value? {
        switch name {
        case "true": .bool(true)
        case "false": .bool(false)
        case "null": .null
        default: nil
        }
    }

    private mutating func acceptLiteral() throws(CompileError) -> Value? {
        let value: Value
        switch current.kind {
        case .int(let digits, let isHex):
            guard let number = Int64(digits, radix: isHex ? 16 : 10) else {
                throw CompileError(current.range.start, "the int \(digits) is out of range")
            }
            value = .int(number)
        case .uint(let digits, let isHex):
            guard let number = UInt64(digits, radix: isHex ? 16 : 10) else {
                throw CompileError(current.range.start, "the uint \(digits) is out of range")
            }
            value = .uint(number)
        case .double(let number): value = .double(number)
        case .string(let text): value = .string(text)
        case .bytes(let bytes): value = .bytes(bytes)
        default: return nil
        }
        advance()
        return value
    }
}
