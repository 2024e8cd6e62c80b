/// Takes the parts of an ISO 8601 text off its front, one byte at a time.
struct ISO8601Scanner<Bytes: Collection<UInt8>> {
    private var rest: Bytes.Iterator
    private var next: UInt8?

    /// A scanner at the first byte of a text.
    init(_ text: Bytes) {
        rest = text.makeIterator()
        next = rest.next()
    }

    /// Whether nothing is left.
    var isAtEnd: Bool { next == nil }

    /// Takes the next byte if it is one of up to three.
    mutating func skip(_ first: Unicode.Scalar, _ second: Unicode.Scalar? = nil, _ third: Unicode.Scalar? = nil) -> Bool
    {
        guard let byte = next else { return false }
        let scalar = Unicode.Scalar(byte)
        guard scalar == first || scalar == second || scalar == third else { return false }
        next = rest.next()
        return true
    }

    /// Takes exactly this many digits.
    mutating func number(digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Takes `.` and one to nine digits, if there is a `.`, and answers microseconds; what is finer is cut off.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while let digit = digit() {
            count += 1
            guard count <= 9 else { return nil }
            value = value * 10 + digit
        }
        guard count > 0 else { return nil }
        for _ in count..<9 { value *= 10 }
        return value / 1_000
    }

    /// Takes `Z` or `±hh:mm` and answers minutes east of UTC.
    mutating func offset() -> Int64? {
        if skip("Z", "z") { return 0 }
        let isWest = next == UInt8(ascii: "-")
        guard skip("+", "-"), let hours = number(digits: 2), hours <= 23, skip(":"),
            let minutes = number(digits: 2), minutes <= 59
        else { return nil }
        let offset = hours * 60 + minutes
        return isWest ? -offset : offset
    }

    private mutating func digit() -> Int64? {
        guard let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        next = rest.next()
        return Int64(byte - UInt8(ascii: "0"))
    }
}
