/// A small generator with a seed, so that a failure can be seen again.
public struct SplitMix: RandomNumberGenerator {
    /// Where it stands.
    public var state: UInt64

    /// A generator from a seed: the same one draws the same numbers.
    public init(state: UInt64) {
        self.state = state
    }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True once in so many draws.
    public mutating func once(in draws: Int) -> Bool { Int.random(in: 0..<draws, using: &self) == 0 }
}
