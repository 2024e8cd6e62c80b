extension Timestamp {
    var text: String {
        let civil = CivilDate(daysSinceEpoch: seconds.flooredQuotient(86_400))
        let clock = seconds.flooredRemainder(86_400)
        let date = "\(Self.padded(civil.year, 4))-\(Self.padded(civil.month, 2))-\(Self.padded(civil.day, 2))"
        let hour = Self.padded(clock / 3_600, 2)
        let minute = Self.padded(clock / 60 % 60, 2)
        return "\(date)T\(hour):\(minute):\(Self.padded(clock % 60, 2))\(Self.fraction(nanoseconds))Z"
    }

    /// Parses RFC 3339: `2009-02-13T23:31:30.25+02:00`.
    ///
    /// Nothing else is accepted; a time out of CEL's range is an `overflow` error.
    public init(parsing text: String) throws(EvaluationError) {
        var reader = DigitReader(text)
        guard
            let year = reader.number(digits: 4), reader.skip("-"),
            let month = reader.number(digits: 2), reader.skip("-"),
            let day = reader.number(digits: 2), reader.skip("T") || reader.skip("t"),
            let hour = reader.number(digits: 2), reader.skip(":"),
            let minute = reader.number(digits: 2), reader.skip(":"),
            let second = reader.number(digits: 2),
            let nanoseconds = reader.fraction(),
            let offset = reader.offset(), reader.isAtEnd,
            (1...12).contains(month), day >= 1, day <= CivilDate.days(inMonth: month, ofYear: year),
            hour <= 23, minute <= 59, second <= 59
        else { throw EvaluationError(.invalidArgument, "'\(text)' is not an RFC 3339 timestamp in range") }
        let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
        let clock = hour * 3_600 + minute * 60 + second
        self = try .checked(seconds: days * 86_400 + clock - offset, nanoseconds: nanoseconds)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// `.5` for 500,000,000; nothing for 0.
    static func fraction(_ nanoseconds: Int32) -> String {
        guard nanoseconds != 0 else { return "" }
        var digits = Substring(padded(Int64(nanoseconds), 9))
        while digits.last == "0" { digits.removeLast() }
        return "." + digits
    }
}
