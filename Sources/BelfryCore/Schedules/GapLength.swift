/// How long passed between two runs of a job, in a byte: 4 % apart above 25 minutes, a minute apart below.
struct GapLength: Hashable, Comparable, Sendable {
    /// 0 for no gap; otherwise one more than the index of its upper bound.
    let code: UInt8

    /// No gap ended.
    static let none = GapLength(code: 0)

    init(code: UInt8) {
        self.code = code
    }

    /// The class of a gap in minutes.
    init(minutes: Int64) {
        let index = Self.upperBounds.firstIndex { $0 >= minutes } ?? Self.upperBounds.count - 1
        code = UInt8(index + 1)
    }

    /// The longest gap of this class in minutes; 0 for none.
    var minutes: Int64 { code == 0 ? 0 : Self.upperBounds[Int(code) - 1] }

    /// Whether two gaps are of the same class or of neighbouring ones, so at most 8 % apart.
    func isLike(_ other: GapLength) -> Bool {
        max(code, other.code) - min(code, other.code) <= 1
    }

    /// Orders by length.
    static func < (left: GapLength, right: GapLength) -> Bool { left.code < right.code }

    /// 255 bounds from 4 minutes to about 160 days; what is longer counts as the longest.
    private static let upperBounds: [Int64] = {
        var bounds: [Int64] = [4]
        var bound = 4.0
        while bounds.count < UInt8.max {
            bound = max(bound * 1.04, (bound + 1).rounded(.down))
            bounds.append(Int64(bound))
        }
        return bounds
    }()
}
