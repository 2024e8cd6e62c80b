extension TimeSpan {
    /// The length that a Prometheus duration names (`30s`, `1d12h`, `100ms`), or nil where it is not one.
    ///
    /// Whole numbers with the units y (365 d), w, d, h, m, s, ms, from the longest to the shortest and each at most
    /// once; `0` needs no unit. No sign, no space.
    public init?(prometheus text: String) {
        if text == "0" {
            self = .zero
            return
        }
        var total: Int64 = 0
        var units = Self.units[...]
        var rest = Substring(text).utf8
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            let letters = rest[digits.endIndex...].prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
            rest = rest[letters.endIndex...]
            guard let count = Int64(Substring(digits)),
                let place = units.firstIndex(where: { $0.name == String(Substring(letters)) })
            else { return nil }
            let (part, tooLong) = count.multipliedReportingOverflow(by: units[place].microseconds)
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !tooLong, !overflow else { return nil }
            total = sum
            units = units[(place + 1)...]
        }
        self.init(microseconds: total)
    }

    private static let units: [(name: String, microseconds: Int64)] = [
        ("y", 365 * 86_400_000_000),
        ("w", 7 * 86_400_000_000),
        ("d", 86_400_000_000),
        ("h", 3_600_000_000),
        ("m", 60_000_000),
        ("s", 1_000_000),
        ("ms", 1_000),
    ]
}

extension TimeSpan: CustomStringConvertible {
    /// The length as Prometheus writes it: `1d12h`, `5m`, `0s`; years and weeks only where nothing is left over.
    ///
    /// Whatever is whole milliseconds and not negative reads back as the same span. A finer rest is a fraction of `ms`.
    public var description: String {
        var rest = microseconds.magnitude
        guard rest != 0 else { return "0s" }
        var text = microseconds < 0 ? "-" : ""
        for (name, length) in Self.units.dropLast() {
            let (count, left) = rest.quotientAndRemainder(dividingBy: length.magnitude)
            let needsNoRest = name == "y" || name == "w"
            guard count > 0, left == 0 || !needsNoRest else { continue }
            text += "\(count)\(name)"
            rest = left
        }
        guard rest != 0 else { return text }
        let (milliseconds, fraction) = rest.quotientAndRemainder(dividingBy: 1_000)
        guard fraction != 0 else { return text + "\(milliseconds)ms" }
        var digits = String(1_000 + fraction).dropFirst()
        while digits.hasSuffix("0") { digits.removeLast() }
        return text + "\(milliseconds).\(digits)ms"
    }
}
