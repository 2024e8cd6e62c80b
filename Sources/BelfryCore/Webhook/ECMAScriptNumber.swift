/// Numbers as JavaScript reads and writes them.
enum ECMAScriptNumber {
    /// Whether a JSON number is an integer of at most 15 digits and not `-0`, which JavaScript writes as it reads.
    static func isPlainInteger(_ number: ArraySlice<UInt8>) -> Bool {
        let digits = number.first == UInt8(ascii: "-") ? number.dropFirst() : number
        return digits.count <= 15 && digits.allSatisfy { (0x30...0x39).contains($0) }
            && !(digits.first == UInt8(ascii: "0") && digits.count < number.count)
    }

    /// A JSON number after `JSON.parse` and `JSON.stringify` (ECMA-262, Number::toString); nil where it is beyond a
    /// double.
    static func text(of number: some Sequence<UInt8>) -> String? {
        guard let value = Double(String(decoding: Array(number), as: UTF8.self)), value.isFinite else { return nil }
        return text(of: value)
    }

    /// A finite double in the fewest digits that read back as it, decimal from 1e-6 up to 1e21.
    private static func text(of value: Double) -> String {
        guard value != 0 else { return "0" }
        // Swift's description has the same digits, the shortest and closest ones, but another layout.
        let parts = value.magnitude.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let fraction = mantissa.count > 1 ? mantissa[1] : ""
        let written = mantissa[0] + fraction
        let digits = String(written.drop { $0 == "0" }.trimmingZeros)
        let leadingZeros = written.prefix { $0 == "0" }.count
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        // The value is 0.digits times ten to the power of point.
        let point = mantissa[0].count - leadingZeros + exponent
        return (value < 0 ? "-" : "") + layout(digits, point: point)
    }

    private static func layout(_ digits: String, point: Int) -> String {
        switch point {
        case digits.count...21:
            return digits + String(repeating: "0", count: point - digits.count)
        case 1...21:
            return "\(digits.prefix(point)).\(digits.dropFirst(point))"
        case -5...0:
            return "0." + String(repeating: "0", count: -point) + digits
        default:
            let exponent = point - 1
            let fraction = digits.count > 1 ? ".\(digits.dropFirst())" : ""
            return "\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
        }
    }
}

extension Substring {
    fileprivate var trimmingZeros: Substring {
        var text = self
        while text.last == "0" { text.removeLast() }
        return text
    }
}
