/// A pattern as instructions of a non-deterministic machine.
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        case scalar(Unicode.Scalar)
        case set(ScalarSet)
        case assertion(PatternAssertion)
        case split(Int, Int)
        case jump(Int)
        case match
    }

    private(set) var instructions: [Instruction] = []
    /// Whether a match can only begin where the text does.
    let isAnchored: Bool
    private let maximumSize: Int
    /// The nodes visited: a repeated empty group makes no instruction and must be bounded, too.
    private var visits = 0

    init(_ node: PatternNode, maximumSize: Int) throws(PatternError) {
        self.maximumSize = maximumSize
        isAnchored = node.isAnchored
        try emit(node)
        try append(.match)
    }

    private mutating func append(_ instruction: Instruction) throws(PatternError) {
        guard instructions.count < maximumSize else { throw tooLarge }
        instructions.append(instruction)
    }

    private var tooLarge: PatternError {
        PatternError("it needs more than \(maximumSize) instructions")
    }

    private mutating func emit(_ node: PatternNode) throws(PatternError) {
        visits += 1
        guard visits <= maximumSize * 4 else { throw tooLarge }
        switch node {
        case .empty: break
        case .scalar(let scalar): try append(.scalar(scalar))
        case .set(let set): try append(.set(set))
        case .assertion(let assertion): try append(.assertion(assertion))
        case .sequence(let parts):
            for part in parts { try emit(part) }
        case .choice(let choices): try emitChoice(choices)
        case .repetition(let node, let minimum, let maximum): try emitRepetition(node, minimum, maximum)
        }
    }

    private mutating func emitChoice(_ choices: [PatternNode]) throws(PatternError) {
        var jumps: [Int] = []
        for (position, choice) in choices.enumerated() {
            guard position < choices.count - 1 else {
                try emit(choice)
                break
            }
            let split = instructions.count
            try append(.split(split + 1, split + 1))
            try emit(choice)
            jumps.append(instructions.count)
            try append(.jump(0))
            instructions[split] = .split(split + 1, instructions.count)
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func emitRepetition(
        _ node: PatternNode,
        _ minimum: Int,
        _ maximum: Int?
    ) throws(PatternError) {
        for _ in 0..<minimum { try emit(node) }
        guard let maximum else {
            let split = instructions.count
            try append(.split(split + 1, split + 1))
            try emit(node)
            try append(.jump(split))
            instructions[split] = .split(split + 1, instructions.count)
            return
        }
        var splits: [Int] = []
        for _ in minimum..<maximum {
            splits.append(instructions.count)
            try append(.split(0, 0))
            try emit(node)
        }
        for split in splits { instructions[split] = .split(split + 1, instructions.count) }
    }
}

extension PatternNode {
    /// Whether it begins with `^` or `\A`.
    fileprivate var isAnchored: Bool {
        switch self {
        case .assertion(.textStart): true
        case .sequence(let parts): parts.first?.isAnchored ?? false
        case .choice(let choices): choices.allSatisfy(\.isAnchored)
        default: false
        }
    }
}
