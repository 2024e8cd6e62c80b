/// Runs a pattern over a text, all alternatives at once.
///
/// At each place of the text every instruction is visited at most once, so the steps are bounded by the product of the
/// program's size and the text's length, whatever the pattern.
struct PatternMatcher {
    private let program: PatternProgram
    /// The instructions visited so far.
    private(set) var steps = 0
    /// The place at which an instruction was last added, by instruction.
    private var marks: [Int]
    private var pending: [Int] = []

    init(_ program: PatternProgram) {
        self.program = program
        marks = [Int](repeating: -1, count: program.instructions.count)
    }

    /// Whether some part of `text` matches; the steps are paid for from `budget`, eight for a unit.
    mutating func matches(_ text: String, _ budget: inout Budget) throws(EvaluationError) -> Bool {
        var current: [Int] = []
        var following: [Int] = []
        var before: Unicode.Scalar?
        var place = 0
        var paid = 0
        var scalars = text.unicodeScalars.makeIterator()
        var after = scalars.next()
        while true {
            if place == 0 || !program.isAnchored {
                if add(0, to: &current, at: place, before: before, after: after) { return true }
            }
            if steps - paid >= 64 || after == nil {
                try budget.charge((steps - paid) >> 3)
                paid = steps
            }
            guard let scalar = after, !(current.isEmpty && program.isAnchored) else { return false }
            before = scalar
            after = scalars.next()
            place += 1
            following.removeAll(keepingCapacity: true)
            for index in current {
                let isConsumed =
                    switch program.instructions[index] {
                    case .scalar(let wanted): wanted == scalar
                    case .set(let set): set.contains(scalar)
                    default: false
                    }
                if isConsumed, add(index + 1, to: &following, at: place, before: before, after: after) { return true }
            }
            swap(&current, &following)
        }
    }

    /// Adds what can be reached from `start` without reading a scalar.
    ///
    /// True if that is the end of a match.
    private mutating func add(
        _ start: Int,
        to threads: inout [Int],
        at place: Int,
        before: Unicode.Scalar?,
        after: Unicode.Scalar?
    ) -> Bool {
        pending.append(start)
        while let index = pending.popLast() {
            guard marks[index] != place else { continue }
            marks[index] = place
            steps += 1
            switch program.instructions[index] {
            case .match:
                pending.removeAll(keepingCapacity: true)
                return true
            case .jump(let target): pending.append(target)
            case .split(let first, let second):
                pending.append(second)
                pending.append(first)
            case .assertion(let assertion):
                if assertion.holds(before: before, after: after) { pending.append(index + 1) }
            case .scalar, .set:
                threads.append(index)
            }
        }
        return false
    }
}
