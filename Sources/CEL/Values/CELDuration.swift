/// A signed span of time with nanosecond precision, as CEL's `duration`.
///
/// CEL's operations keep it within what 64 bits of nanoseconds hold, about 292 years either way.
public struct CELDuration: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Whole seconds, rounded towards zero.
    public var seconds: Int64
    /// The rest in nanoseconds, of the same sign as `seconds`; -999,999,999 to 999,999,999.
    public var nanoseconds: Int32

    /// Creates a duration without checking its range.
    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    init(totalNanoseconds total: Int64) {
        self.init(seconds: total / 1_000_000_000, nanoseconds: Int32(total % 1_000_000_000))
    }

    /// Order by length, negative first.
    public static func < (left: CELDuration, right: CELDuration) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// Seconds with as many fractional digits as needed and an `s`: `-1.5s`.
    public var description: String { text }

    /// The length in nanoseconds; an `overflow` error beyond 64 bits.
    func totalNanoseconds() throws(EvaluationError) -> Int64 {
        let (product, productOverflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, sumOverflow) = product.addingReportingOverflow(Int64(nanoseconds))
        guard !productOverflow, !sumOverflow else {
            throw EvaluationError(.overflow, "duration out of range: \(seconds) s")
        }
        return sum
    }

    static func checked(
        seconds: (partialValue: Int64, overflow: Bool),
        nanoseconds: Int64
    ) throws(EvaluationError) -> CELDuration {
        let (product, productOverflow) = seconds.partialValue.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, sumOverflow) = product.addingReportingOverflow(nanoseconds)
        guard !seconds.overflow, !productOverflow, !sumOverflow else {
            throw EvaluationError(.overflow, "duration out of range")
        }
        return CELDuration(totalNanoseconds: sum)
    }

    func adding(_ other: CELDuration) throws(EvaluationError) -> CELDuration {
        try .checked(
            seconds: seconds.addingReportingOverflow(other.seconds),
            nanoseconds: Int64(nanoseconds) + Int64(other.nanoseconds)
        )
    }

    func subtracting(_ other: CELDuration) throws(EvaluationError) -> CELDuration {
        try .checked(
            seconds: seconds.subtractingReportingOverflow(other.seconds),
            nanoseconds: Int64(nanoseconds) - Int64(other.nanoseconds)
        )
    }

    func negated() throws(EvaluationError) -> CELDuration {
        try CELDuration(seconds: 0).subtracting(self)
    }
}
