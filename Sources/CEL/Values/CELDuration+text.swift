extension CELDuration {
    var text: String {
        let sign = seconds < 0 || nanoseconds < 0 ? "-" : ""
        return "\(sign)\(seconds.magnitude)\(Timestamp.fraction(Int32(nanoseconds.magnitude)))s"
    }

    /// Parses decimal numbers with units, `1h45m47.5s`, `-20ms`, `0`; the units are h, m, s, ms, us, µs and ns.
    ///
    /// Malformed text is an `invalidArgument` error, a length beyond 64 bits of nanoseconds an `overflow` error.
    public init(parsing text: String) throws(EvaluationError) {
        var rest = text[...]
        let isNegative = rest.first == "-"
        if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
        guard !rest.isEmpty else { throw Self.malformed(text) }
        guard rest != "0" else {
            self.init(seconds: 0)
            return
        }
        var total: Int64 = 0
        while !rest.isEmpty {
            let part = try Self.readPart(&rest, of: text)
            let (sum, overflow) = total.subtractingReportingOverflow(part)
            guard !overflow else { throw Self.outOfRange(text) }
            total = sum
        }
        guard isNegative || total != .min else { throw Self.outOfRange(text) }
        self.init(totalNanoseconds: isNegative ? total : -total)
    }

    /// Reads one number with its unit, as nanoseconds.
    private static func readPart(_ rest: inout Substring, of text: String) throws(EvaluationError) -> Int64 {
        let whole = rest.prefix { $0.isASCII && $0.isNumber }
        rest.removeFirst(whole.count)
        var fraction: Substring = ""
        if rest.first == "." {
            rest.removeFirst()
            fraction = rest.prefix { $0.isASCII && $0.isNumber }
            rest.removeFirst(fraction.count)
        }
        let unit = rest.prefix { !($0.isASCII && $0.isNumber) && $0 != "." }
        rest.removeFirst(unit.count)
        guard !whole.isEmpty || !fraction.isEmpty, let scale = scale(ofUnit: unit) else { throw malformed(text) }
        guard let count = Int64(whole.isEmpty ? "0" : whole) else { throw outOfRange(text) }
        let (product, overflow) = count.multipliedReportingOverflow(by: scale)
        var part: Int64 = 0
        var digitScale = scale
        for digit in fraction.utf8 {
            // Each digit is worth a tenth of the one before; what is below a nanosecond is dropped.
            part += Int64(digit - 48) * digitScale / 10
            digitScale /= 10
        }
        let (sum, sumOverflow) = product.addingReportingOverflow(part)
        guard !overflow, !sumOverflow else { throw outOfRange(text) }
        return sum
    }

    private static func scale(ofUnit unit: Substring) -> Int64? {
        switch unit {
        case "h": 3_600_000_000_000
        case "m": 60_000_000_000
        case "s": 1_000_000_000
        case "ms": 1_000_000
        case "us", "\u{B5}s", "\u{3BC}s": 1_000
        case "ns": 1
        default: nil
        }
    }

    private static func malformed(_ text: String) -> EvaluationError {
        EvaluationError(.invalidArgument, "'\(text)' is not a duration")
    }

    private static func outOfRange(_ text: String) -> EvaluationError {
        EvaluationError(.overflow, "duration out of range: '\(text)'")
    }
}
