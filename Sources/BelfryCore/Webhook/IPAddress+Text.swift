extension IPAddress {
    /// The address that a text names, or nil where it is not one.
    ///
    /// IPv4 is four decimal numbers without leading zeros, so that no octal, hexadecimal or short form slips through;
    /// IPv6 is RFC 4291's form, without a zone.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.longestText else { return nil }
        if bytes.contains(UInt8(ascii: ":")) {
            guard let number = Self.v6(bytes[...]) else { return nil }
            self.init(.v6, number: number)
        } else {
            guard let number = Self.v4(bytes[...]) else { return nil }
            self.init(.v4, number: UInt128(number))
        }
    }

    /// Eight groups of four digits, the last two of them written as IPv4.
    private static let longestText = 45

    private static func v4(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0"),
                let value = value(of: part, radix: 10), value <= 255
            else { return nil }
            number = number << 8 | value
        }
        return number
    }

    private static func v6(_ text: ArraySlice<UInt8>) -> UInt128? {
        guard let gap = text.indices.first(where: { text[$0...].starts(with: "::".utf8) }) else {
            guard let groups = groups(text, isTail: true), groups.count == 8 else { return nil }
            return joined(groups)
        }
        guard let head = groups(text[..<gap], isTail: false), let tail = groups(text[(gap + 2)...], isTail: true),
            head.count + tail.count < 8
        else { return nil }
        return joined(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    /// The 16-bit groups of a text without `::`; only the end of an address may be written as IPv4.
    private static func groups(_ text: ArraySlice<UInt8>, isTail: Bool) -> [UInt32]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt32] = []
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if part.contains(UInt8(ascii: ".")) {
                guard isTail, index == parts.count - 1, let number = v4(part) else { return nil }
                groups += [number >> 16, number & 0xFFFF]
            } else {
                guard (1...4).contains(part.count), let value = value(of: part, radix: 16) else { return nil }
                groups.append(value)
            }
        }
        return groups
    }

    private static func joined(_ groups: [UInt32]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private static func value(of digits: ArraySlice<UInt8>, radix: UInt32) -> UInt32? {
        var value: UInt32 = 0
        for byte in digits {
            guard let digit = Hexadecimal.value(of: byte), UInt32(digit) < radix else { return nil }
            value = value * radix + UInt32(digit)
        }
        return value
    }
}

extension IPAddress: CustomStringConvertible {
    /// The address as RFC 5952 writes it: IPv6 in lower case, the first of the longest runs of zero groups as `::`.
    public var description: String {
        let bytes = bytes
        guard family == .v6 else { return bytes.map { "\($0)" }.joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        let text = groups.map { String($0, radix: 16) }
        guard let gap = Self.longestZeroRun(groups) else { return text.joined(separator: ":") }
        return text[..<gap.lowerBound].joined(separator: ":") + "::" + text[gap.upperBound...].joined(separator: ":")
    }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var longest = 0..<1
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<(index + 1)
            }
        }
        return longest.count > 1 ? longest : nil
    }
}
