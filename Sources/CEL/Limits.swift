/// What an expression may use, at compile time and in one evaluation.
public struct Limits: Hashable, Sendable {
    /// The longest source accepted, in UTF-8 bytes.
    public var length: Int
    /// The deepest syntax tree accepted.
    ///
    /// A chain of `&&` or `||` counts as one level. The default keeps parsing, checking and evaluating within a
    /// thread's 512 KiB stack in optimised code.
    public var depth: Int
    /// The cost one evaluation may reach: about one unit for an operation inside a macro, for an element of a list
    /// built or compared, for 64 bytes of text handled and for eight steps of a pattern.
    ///
    /// An expression without macros and growing strings costs nothing worth counting.
    public var cost: Int
    /// The largest compiled pattern of `matches`, in instructions; counted repetitions are expanded.
    public var patternSize: Int

    /// Creates limits; every argument left out has its default.
    public init(length: Int = 16_384, depth: Int = 64, cost: Int = 1_000_000, patternSize: Int = 4_096) {
        self.length = length
        self.depth = depth
        self.cost = cost
        self.patternSize = patternSize
    }

    /// 16 KiB of source, 64 levels, a million units of cost, 4,096 pattern instructions.
    public static let `default` = Limits()
}
