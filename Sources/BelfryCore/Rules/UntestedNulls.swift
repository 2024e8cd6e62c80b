internal import CEL

/// Finds where a condition orders, calls or indexes what may be null without a test for it, and writes the condition that has one.
///
/// `&&` and `||` absorb the error of an operand where the others decide, so a test counts on either side of them.
struct UntestedNulls {
    /// Where a variable is used.
    struct Use {
        /// The variable.
        var variable: RuleVariable
        /// The place in the condition.
        var position: SourcePosition
    }

    private struct Insertion {
        var offset: Int
        var text: String
    }

    /// What an operand stands in.
    private enum Surroundings {
        case nothingElse
        case conjunction
        case other
    }

    /// Every use, in the order of the text.
    private(set) var uses: [Use] = []

    private let source: String
    private let nullable: Set<Int>
    /// The variables that names of macros stand for, by slot.
    private var aliases: [Int: Int] = [:]
    private var insertions: [Insertion] = []

    /// The uses in a condition of a rule with this trigger.
    init(_ condition: Program, on trigger: RuleTrigger) {
        source = condition.source
        let candidates = RuleVariable.allCases.filter { variable in
            // A promise that was not kept is one.
            guard trigger != .retryOverdue || variable != .nextRetryAt else { return false }
            return variable.scope == .attempt && variable.type != variable.type.nonNull
        }
        nullable = Set(candidates.map(\.rawValue))
        judge(condition.syntax, [], in: .nothingElse)
    }

    /// The variables used untested, each once.
    var variables: [RuleVariable] {
        uses.reduce(into: []) { if !$0.contains($1.variable) { $0.append($1.variable) } }
    }

    /// The condition with a test wherever one is missing.
    var rewritten: String {
        var bytes = Array(source.utf8)
        // From the end, so that offsets stay true.
        for insertion in insertions.sorted(by: { $0.offset > $1.offset }) {
            bytes.insert(contentsOf: insertion.text.utf8, at: insertion.offset)
        }
        var text = String(decoding: bytes, as: UTF8.self)[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text.drop(while: \.isWhitespace))
    }

    /// Looks at an expression that is to be true or false, down to the parts that a test can be put in front of.
    ///
    /// The variables of `known` are not null where its value matters.
    private mutating func judge(_ syntax: Syntax, _ known: Set<Int>, in surroundings: Surroundings) {
        switch syntax.kind {
        case .call(let name, nil, let operands) where name == Operator.and || name == Operator.or:
            let isConjunction = name == Operator.and
            for (position, operand) in operands.enumerated() {
                judge(
                    operand,
                    known.union(decided(by: operands, otherThan: position, as: !isConjunction)),
                    in: isConjunction ? .conjunction : .other
                )
            }
        case .call(Operator.not, nil, let operands):
            for operand in operands { judge(operand, known, in: .other) }
        case .call(Operator.conditional, nil, let parts) where parts.count == 3:
            judge(parts[0], known, in: .other)
            judge(parts[1], known.union(whereNull(parts[0], is: false)), in: .other)
            judge(parts[2], known.union(whereNull(parts[0], is: true)), in: .other)
        case .comprehension(let macro) where syntax.type == .bool && found(in: macro.range, known).isEmpty:
            judge(macro.body, known, in: .nothingElse)
        case .binding(let binding) where binding.macro == .bind && variable(binding.value) != nil:
            aliases[binding.slot] = variable(binding.value)
            judge(binding.body, known, in: .nothingElse)
            aliases[binding.slot] = nil
        default:
            test(syntax, found(in: syntax, known), in: surroundings)
        }
    }

    /// Records uses in a part, and puts the tests in front of it.
    private mutating func test(_ part: Syntax, _ found: [Use], in surroundings: Surroundings) {
        guard !found.isEmpty else { return }
        uses += found
        let names = found.map(\.variable.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let isEnclosed = surroundings != .other || isParenthesised(part.range)
        let tests = names.map { "\($0) != null && " }.joined()
        insertions.append(Insertion(offset: part.range.start.offset, text: (isEnclosed ? "" : "(") + tests))
        if !isEnclosed { insertions.append(Insertion(offset: part.range.end.offset, text: ")")) }
    }

    /// Whether nothing but one pair of parentheses stands around a part.
    private func isParenthesised(_ range: SourceRange) -> Bool {
        let bytes = Array(source.utf8)
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let before = bytes[..<min(range.start.offset, bytes.count)].last { !isSpace($0) }
        let after = bytes[min(range.end.offset, bytes.count)...].first { !isSpace($0) }
        return before == UInt8(ascii: "(") && after == UInt8(ascii: ")")
    }

    /// The uses in a part whose value is needed.
    private func found(in part: Syntax, _ known: Set<Int>) -> [Use] {
        var search = self
        search.uses = []
        search.collect(part, known, isNeeded: true)
        return search.uses
    }

    private mutating func collect(_ syntax: Syntax, _ known: Set<Int>, isNeeded: Bool) {
        if let index = variable(syntax) {
            guard isNeeded, !known.contains(index), let variable = RuleVariable(rawValue: index) else { return }
            uses.append(Use(variable: variable, position: syntax.range.start))
            return
        }
        switch syntax.kind {
        case .literal, .identifier, .variable, .local, .message:
            break
        case .select(let operand, _, _), .has(let operand, _):
            collect(operand, known, isNeeded: true)
        case .call(let name, nil, let operands) where name == Operator.and || name == Operator.or:
            for (position, operand) in operands.enumerated() {
                let others = decided(by: operands, otherThan: position, as: name == Operator.or)
                collect(operand, known.union(others), isNeeded: true)
            }
        case .call(Operator.conditional, nil, let parts) where parts.count == 3:
            collect(parts[0], known, isNeeded: true)
            collect(parts[1], known.union(whereNull(parts[0], is: false)), isNeeded: isNeeded)
            collect(parts[2], known.union(whereNull(parts[0], is: true)), isNeeded: isNeeded)
        case .call(Operator.in, nil, let parts) where parts.count == 2:
            collect(parts[0], known, isNeeded: false)
            collect(parts[1], known, isNeeded: true)
        case .call(let name, let target, let arguments):
            let takesNull = target == nil && Self.functionsOfNull.contains(name)
            for part in (target.map { [$0] } ?? []) + arguments { collect(part, known, isNeeded: !takesNull) }
        case .list, .map:
            for part in syntax.children { collect(part, known, isNeeded: false) }
        case .comprehension(let macro):
            collect(macro.range, known, isNeeded: true)
            if let condition = macro.condition { collect(condition, known, isNeeded: true) }
            collect(macro.body, known, isNeeded: macro.macro != .map)
        case .binding(let binding):
            let alias = binding.macro == .bind ? variable(binding.value) : nil
            if alias == nil { collect(binding.value, known, isNeeded: binding.macro != .bind) }
            aliases[binding.slot] = alias
            collect(binding.body, known, isNeeded: isNeeded)
            aliases[binding.slot] = nil
        }
    }

    /// Functions that have a value for null.
    private static let functionsOfNull: Set<String> = [
        Operator.equal, Operator.notEqual, "type", "dyn", "optional.of", "optional.ofNonZeroValue",
    ]

    /// The variable that an expression is, if nothing else.
    private func variable(_ syntax: Syntax) -> Int? {
        switch syntax.kind {
        case .variable(let index, _): nullable.contains(index) ? index : nil
        case .local(let slot, _): aliases[slot]
        case .call("dyn", nil, let arguments): arguments.first.flatMap { variable($0) }
        default: nil
        }
    }

    /// The variables whose null makes one of the other operands `result`, which decides the whole.
    private func decided(by operands: [Syntax], otherThan position: Int, as result: Bool) -> Set<Int> {
        operands.enumerated().reduce(into: []) { known, other in
            if other.offset != position { known.formUnion(whereNull(other.element, is: result)) }
        }
    }

    /// The variables of which each one's being null makes an expression `result`.
    private func whereNull(_ syntax: Syntax, is result: Bool) -> Set<Int> {
        switch syntax.kind {
        case .literal(.bool(let value)):
            return value == result ? nullable : []
        case .call(let name, nil, let operands) where name == Operator.and || name == Operator.or:
            let sets = operands.map { whereNull($0, is: result) }
            // One operand that is false decides a conjunction, one that is true a disjunction.
            if (name == Operator.and) == !result { return sets.reduce(into: []) { $0.formUnion($1) } }
            return sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) }
        case .call(Operator.not, nil, let operands) where operands.count == 1:
            return whereNull(operands[0], is: !result)
        case .call(Operator.conditional, nil, let parts) where parts.count == 3:
            return whereNull(parts[0], is: true).intersection(whereNull(parts[1], is: result))
                .union(whereNull(parts[0], is: false).intersection(whereNull(parts[2], is: result)))
        case .call(let name, nil, let sides)
        where [Operator.equal, Operator.notEqual].contains(name) && sides.count == 2:
            let isEqual = (name == Operator.equal) == result
            return whereNull(sides[0], equals: sides[1], isEqual).union(whereNull(sides[1], equals: sides[0], isEqual))
        case .call(Operator.in, nil, let parts) where parts.count == 2:
            guard !result, let index = variable(parts[0]), case .list(let element) = parts[1].type,
                Self.isNeverNull(element)
            else { return [] }
            return [index]
        case .comprehension(let macro) where macro.macro == .exists && !result || macro.macro == .all && result:
            return whereNull(macro.body, is: result)
        default:
            return []
        }
    }

    /// The variable on one side whose null makes the comparison with the other side equal, or unequal.
    private func whereNull(_ side: Syntax, equals other: Syntax, _ isEqual: Bool) -> Set<Int> {
        if let index = variable(side) {
            if case .literal(.null) = other.kind { return isEqual ? [index] : [] }
            return !isEqual && Self.isNeverNull(other.type) ? [index] : []
        }
        guard case .call("type", nil, let arguments) = side.kind, let index = arguments.first.flatMap({ variable($0) }),
            case .literal(.type(let type)) = other.kind
        else { return [] }
        return (type.name == "null_type") == isEqual ? [index] : []
    }

    private static func isNeverNull(_ type: CELType) -> Bool {
        switch type {
        case .dyn, .null, .nullable, .parameter: false
        default: true
        }
    }
}
