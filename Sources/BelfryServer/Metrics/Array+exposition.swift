extension [UInt8] {
    /// Appends a constant.
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    /// Appends a whole number over 10^`decimals` exactly, without trailing zeros after the point: 1500 with three is `1.5`.
    mutating func append(decimal value: Int64, decimals: Int = 0) {
        var magnitude = value.magnitude
        var decimals = decimals
        while decimals > 0, magnitude % 10 == 0 {
            magnitude /= 10
            decimals -= 1
        }
        if value < 0 { append(UInt8(ascii: "-")) }
        // 19 digits and a point are the longest.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { digits in
            var start = digits.count
            var written = 0
            repeat {
                if decimals > 0, written == decimals {
                    start -= 1
                    digits[start] = UInt8(ascii: ".")
                }
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(magnitude % 10)
                magnitude /= 10
                written += 1
            } while magnitude > 0 || written <= decimals
            append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    /// Appends a number as both formats spell it.
    mutating func append(number value: Double) {
        if value.isNaN {
            append("NaN")
        } else if value.isInfinite {
            append(value < 0 ? "-Inf" : "+Inf")
        } else if let whole = Int64(exactly: value) {
            append(decimal: whole)
        } else {
            append(contentsOf: value.description.utf8)
        }
    }
}
