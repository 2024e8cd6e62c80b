extension MessageTone {
    /// Red, green and blue in one number, as 0xRRGGBB.
    var rgb: Int {
        switch self {
        case .good: 0x2EB886
        case .info: 0x439FE0
        case .warning: 0xDAA038
        case .danger: 0xD9534F
        }
    }

    /// `#rrggbb`.
    var hexColor: String {
        let digits = String(rgb, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
