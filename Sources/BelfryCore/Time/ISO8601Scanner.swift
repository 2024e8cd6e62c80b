/// Takes the parts of an ISO 8601 text off its front, one byte at a time.
struct ISO8601Scanner {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// A scanner at the first byte of a text, which must outlive it.
    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    /// Whether nothing is left.
    var isAtEnd: Bool { position == text.count }

    /// The byte at the position; 0, which no part begins with, at the end.
    private var next: UInt8 { position < text.count ? text[position] : 0 }

    /// Takes the next byte if it is one of up to three.
    mutating func skip(_ first: Unicode.Scalar, _ second: Unicode.Scalar? = nil, _ third: Unicode.Scalar? = nil) -> Bool
    {
        let scalar = Unicode.Scalar(next)
        guard scalar == first || scalar == second || scalar == third else { return false }
        position += 1
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
        let value = next &- UInt8(ascii: "0")
        guard value <= 9 else { return nil }
        position += 1
        return Int64(value)
    }
}
