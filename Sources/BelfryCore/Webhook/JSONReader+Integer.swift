extension JSONReader {
    /// The integer that a number in a range is, however it is spelt (`7`, `7.0`, `0.7e1`); nil where it is none or not
    /// an `Int64`.
    ///
    /// Exact: nothing goes through a floating-point number.
    func integer(in range: Range<Int>) -> Int64? {
        if let value = shortInteger(in: range) { return value }
        let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
        var index = isNegative ? range.lowerBound + 1 : range.lowerBound
        var value: Int64 = 0
        // Zeros wait until a digit follows: those at the end belong to the exponent.
        var zeros = 0
        var fractionDigits = 0
        var isFraction = false
        while index < range.upperBound, bytes[index] | 0x20 != UInt8(ascii: "e") {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: ".") {
                isFraction = true
                continue
            }
            if isFraction { fractionDigits += 1 }
            if byte == UInt8(ascii: "0") {
                zeros += 1
                continue
            }
            guard let shifted = Self.scaled(value, by: zeros + 1) else { return nil }
            let (sum, overflow) = shifted.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            guard !overflow else { return nil }
            value = sum
            zeros = 0
        }
        guard value != 0 else { return 0 }
        let exponent = exponent(in: index..<range.upperBound) - fractionDigits + zeros
        guard exponent >= 0, let magnitude = Self.scaled(value, by: exponent) else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    /// The integer of up to 18 digits and nothing else, as nearly all are; nil for others.
    private func shortInteger(in range: Range<Int>) -> Int64? {
        guard range.count <= 18 else { return nil }
        var value: Int64 = 0
        for index in range {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }

    /// The exponent of a number, 0 where the range is empty, cut at a million: no body is long enough to make up for
    /// more.
    private func exponent(in range: Range<Int>) -> Int {
        var value = 0
        var isNegative = false
        for byte in bytes[range].dropFirst() {
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "+"): break
            default: value = min(value * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000)
            }
        }
        return isNegative ? -value : value
    }

    private static func scaled(_ value: Int64, by powerOfTen: Int) -> Int64? {
        guard value != 0 else { return 0 }
        var value = value
        for _ in 0..<powerOfTen {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
        }
        return value
    }
}
