/// A character class.
struct ScalarSet: Sendable {
    /// What a class is made of.
    enum Item: Sendable {
        case range(UInt32, UInt32)
        /// General categories by their two-letter names, or one letter for all that begin with it.
        case category(String, isNegated: Bool)
        case nested(ScalarSet)
    }

    private let items: [Item]
    private let isNegated: Bool
    private let foldsCase: Bool
    /// Membership of the ASCII scalars, bit by bit.
    private let low: UInt64
    private let high: UInt64

    init(_ items: [Item], isNegated: Bool = false, foldsCase: Bool = false) {
        self.items = items
        self.isNegated = isNegated
        self.foldsCase = foldsCase
        var bits: [UInt64] = [0, 0]
        for value in UInt32(0)..<128 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isMember = Self.search(items, scalar, foldsCase: foldsCase) != isNegated
            if isMember { bits[Int(value >> 6)] |= 1 << UInt64(value & 63) }
        }
        low = bits[0]
        high = bits[1]
    }

    static let digit = ScalarSet([.range(0x30, 0x39)])
    static let space = ScalarSet([.range(0x09, 0x0A), .range(0x0C, 0x0D), .range(0x20, 0x20)])
    static let word = ScalarSet([.range(0x30, 0x39), .range(0x41, 0x5A), .range(0x5F, 0x5F), .range(0x61, 0x7A)])
    static let any = ScalarSet([], isNegated: true)
    static let notNewline = ScalarSet([.range(0x0A, 0x0A)], isNegated: true)

    /// The complement.
    var negated: ScalarSet { ScalarSet([.nested(self)], isNegated: true) }

    @inline(__always)
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 64 { return low >> UInt64(value) & 1 == 1 }
        if value < 128 { return high >> UInt64(value - 64) & 1 == 1 }
        return Self.search(items, scalar, foldsCase: foldsCase) != isNegated
    }

    private static func search(_ items: [Item], _ scalar: Unicode.Scalar, foldsCase: Bool) -> Bool {
        if includes(items, scalar) { return true }
        return foldsCase && CaseFolding.variants(of: scalar).contains { includes(items, $0) }
    }

    private static func includes(_ items: [Item], _ scalar: Unicode.Scalar) -> Bool {
        for item in items {
            switch item {
            case .range(let first, let last):
                if first <= scalar.value, scalar.value <= last { return true }
            case .category(let name, let isNegated):
                if UnicodeCategory.name(of: scalar).hasPrefix(name) != isNegated { return true }
            case .nested(let set):
                if set.contains(scalar) { return true }
            }
        }
        return false
    }
}
