/// The finalizer of SplitMix64: a well mixed 64-bit number for each number.
///
/// A workload draws everything about execution N from N itself, so that it can be made again without remembering it.
enum BenchRandom {
    static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including 1.
    static func fraction(_ value: UInt64) -> Double {
        Double(mix(value) >> 11) * 0x1p-53
    }

    /// FNV-1a, which unlike `Hasher` is the same in every process.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
