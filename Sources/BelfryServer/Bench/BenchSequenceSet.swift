/// A set of places in a run, one bit each: ten million take 1.25 MB.
public struct BenchSequenceSet: Sendable {
    private var words: [UInt64] = []

    /// The number of elements.
    public private(set) var count = 0

    /// An empty set.
    public init() {}

    /// Adds an element; returns whether it was new.
    @discardableResult
    public mutating func insert(_ sequence: UInt64) -> Bool {
        let word = Int(sequence / 64)
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: max(1_024, word + 1 - words.count)))
        }
        let bit: UInt64 = 1 << (sequence % 64)
        guard words[word] & bit == 0 else { return false }
        words[word] |= bit
        count += 1
        return true
    }

    /// Whether the set has an element.
    public func contains(_ sequence: UInt64) -> Bool {
        let word = Int(sequence / 64)
        return word < words.count && words[word] & 1 << (sequence % 64) != 0
    }

    /// The elements that another set does not have, in ascending order, at most `limit` of them.
    public func missing(from other: BenchSequenceSet, limit: Int) -> [UInt64] {
        var missing: [UInt64] = []
        for (index, word) in words.enumerated() {
            var rest = word & ~(index < other.words.count ? other.words[index] : 0)
            while rest != 0, missing.count < limit {
                missing.append(UInt64(index * 64 + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return missing
    }

    /// How many elements another set does not have.
    public func countMissing(from other: BenchSequenceSet) -> Int {
        words.enumerated().reduce(0) { sum, element in
            let theirs = element.offset < other.words.count ? other.words[element.offset] : 0
            return sum + (element.element & ~theirs).nonzeroBitCount
        }
    }
}
