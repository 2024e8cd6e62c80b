/// Parses a token list by recursive descent with precedence climbing.
struct Parser {
    private let tokens: [Token]
    private let maximumDepth: Int
    private var index = 0
    private var nextID = 0
    private var depth = 0
    /// The depth of each expression made so far, by id.
    private var heights: [Int] = []

    private init(tokens: [Token], maximumDepth: Int) {
        self.tokens = tokens
        self.maximumDepth = maximumDepth
    }

    /// Parses `source`, or throws the first syntax error.
    static func parse(_ source: String, limits: Limits) throws(CompileError) -> Syntax {
        guard source.utf8.count <= limits.length else {
            throw CompileError(.start, "the expression is longer than \(limits.length) bytes")
        }
        var parser = Parser(tokens: try Lexer.tokens(of: source), maximumDepth: limits.depth)
        let expression = try parser.parseExpression()
        guard parser.current.kind == .end else { throw parser.unexpected("an operator") }
        return expression
    }

    var current: Token { tokens[index] }

    /// The place after the last token read.
    var lastEnd: SourcePosition { index > 0 ? tokens[index - 1].range.end : .start }

    func isAt(_ symbol: String) -> Bool { current.kind == .symbol(symbol) }

    func isAtSymbol(_ symbol: String, after distance: Int) -> Bool {
        index + distance < tokens.count && tokens[index + distance].kind == .symbol(symbol)
    }

    mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    mutating func accept(_ symbol: String) -> Bool {
        guard isAt(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: String) throws(CompileError) {
        guard accept(symbol) else { throw unexpected("'\(symbol)'") }
    }

    func unexpected(_ wanted: String) -> CompileError {
        CompileError(current.range.start, "expected \(wanted), found \(current.description)")
    }

    /// Makes a node that starts at `start` and ends with the last token read.
    mutating func make(_ kind: Syntax.Kind, from start: SourcePosition) throws(CompileError) -> Syntax {
        let node = Syntax(id: nextID, range: SourceRange(start: start, end: lastEnd), kind: kind)
        nextID += 1
        let height = 1 + (node.children.map { heights[$0.id] }.max() ?? 0)
        heights.append(height)
        guard height <= maximumDepth else { throw tooDeep(at: start) }
        return node
    }

    private func tooDeep(at position: SourcePosition) -> CompileError {
        CompileError(position, "the expression is nested more than \(maximumDepth) levels deep")
    }

    /// `a ? b : c` and everything that binds tighter.
    mutating func parseExpression() throws(CompileError) -> Syntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= maximumDepth else { throw tooDeep(at: current.range.start) }
        let start = current.range.start
        let condition = try parseBinary(minimum: 1)
        return isAt("?") ? try parseConditional(on: condition, from: start) : condition
    }

    private mutating func parseConditional(
        on condition: Syntax,
        from start: SourcePosition
    ) throws(CompileError) -> Syntax {
        try expect("?")
        let affirmative = try parseBinary(minimum: 1)
        try expect(":")
        let negative = try parseExpression()
        let arguments = [condition, affirmative, negative]
        return try make(.call(Operator.conditional, target: nil, arguments: arguments), from: start)
    }

    /// The binary operator at the cursor; a tighter one has a higher level.
    private func binaryOperator() -> (function: String, level: Int)? {
        switch current.kind {
        case .symbol("||"): (Operator.or, 1)
        case .symbol("&&"): (Operator.and, 2)
        case .symbol("=="): (Operator.equal, 3)
        case .symbol("!="): (Operator.notEqual, 3)
        case .symbol("<"): (Operator.less, 3)
        case .symbol("<="): (Operator.lessOrEqual, 3)
        case .symbol(">"): (Operator.greater, 3)
        case .symbol(">="): (Operator.greaterOrEqual, 3)
        case .identifier("in"): (Operator.in, 3)
        case .symbol("+"): (Operator.add, 4)
        case .symbol("-"): (Operator.subtract, 4)
        case .symbol("*"): (Operator.multiply, 5)
        case .symbol("/"): (Operator.divide, 5)
        case .symbol("%"): (Operator.modulo, 5)
        default: nil
        }
    }

    private mutating func parseBinary(minimum: Int) throws(CompileError) -> Syntax {
        let start = current.range.start
        var left = try parseUnary()
        while let (function, level) = binaryOperator(), level >= minimum {
            left = try parseOperands(of: function, level, after: left, from: start)
        }
        return left
    }

    /// The right operand of an operator, or all that follow if it is a chain of `&&` or `||`, which becomes one node.
    private mutating func parseOperands(
        of function: String,
        _ level: Int,
        after left: Syntax,
        from start: SourcePosition
    ) throws(CompileError) -> Syntax {
        var operands = [left]
        let isLogical = function == Operator.and || function == Operator.or
        repeat {
            advance()
            operands.append(try parseBinary(minimum: level + 1))
        } while isLogical && binaryOperator()?.function == function
        return try make(.call(function, target: nil, arguments: operands), from: start)
    }

    private mutating func parseUnary() throws(CompileError) -> Syntax {
        if isAt("!") || isAt("-") { return try parseSigned() }
        let start = current.range.start
        return try parseMembers(of: try parsePrimary(), from: start)
    }

    /// An operand after one or more `!` and `-`.
    private mutating func parseSigned() throws(CompileError) -> Syntax {
        var operators: [(function: String, start: SourcePosition)] = []
        while isAt("!") || isAt("-") {
            guard operators.count < maximumDepth else { throw tooDeep(at: current.range.start) }
            operators.append((isAt("!") ? Operator.not : Operator.negate, current.range.start))
            advance()
        }
        var operand: Syntax
        if operators.last?.function == Operator.negate, let number = try acceptNegativeNumber() {
            let start = operators.removeLast().start
            operand = try parseMembers(of: try make(.literal(number), from: start), from: start)
        } else {
            operand = try parseUnary()
        }
        for (function, start) in operators.reversed() {
            operand = try make(.call(function, target: nil, arguments: [operand]), from: start)
        }
        return operand
    }

    /// A number literal after a minus sign, with the sign: the smallest int has no positive counterpart.
    private mutating func acceptNegativeNumber() throws(CompileError) -> Value? {
        switch current.kind {
        case .int(let digits, let isHex):
            guard let value = Int64("-" + digits, radix: isHex ? 16 : 10) else {
                throw CompileError(current.range.start, "the int -\(digits) is out of range")
            }
            advance()
            return .int(value)
        case .double(let value):
            advance()
            return .double(-value)
        default:
            return nil
        }
    }
}
