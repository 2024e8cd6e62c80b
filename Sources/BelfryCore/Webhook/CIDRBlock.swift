/// A block of addresses that share a prefix: `10.0.0.0/8`, `2001:db8::/32`, or a single address.
public struct CIDRBlock: Hashable, Sendable, CustomStringConvertible {
    /// The first address of the block.
    public let base: IPAddress
    /// How many leading bits its addresses share.
    public let prefixLength: Int

    /// The block that a text names: an address, or an address and `/` and a prefix length.
    public init(_ text: String) throws(CIDRBlockError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else { throw .notAnAddress(text) }
        base = address
        guard parts.count == 2 else {
            prefixLength = address.family.bitWidth
            return
        }
        guard let length = Self.prefixLength(parts[1]) else { throw .badPrefix(text, address.family) }
        let isMapped = address.family == .v4 && first.contains(":")
        guard !isMapped else { throw .mappedBlock(text) }
        guard length <= address.family.bitWidth else { throw .badPrefix(text, address.family) }
        prefixLength = length
        let network = IPAddress(address.family, number: address.number & mask)
        guard network == address else { throw .bitsBeyondPrefix(text, suggestion: "\(network)/\(length)") }
    }

    /// A block whose parts are known to fit each other.
    private init(single address: IPAddress) {
        base = address
        prefixLength = address.family.bitWidth
    }

    /// The addresses A1Cron's documentation names as the senders of its webhooks.
    public static let a1cron: [CIDRBlock] = [[52, 89, 214, 238], [34, 212, 75, 30], [54, 218, 53, 128]]
        .compactMap { IPAddress(bytes: $0).map(CIDRBlock.init(single:)) }

    /// The blocks that one entry of a configuration list stands for: `a1cron` for the vendor's addresses, else a block.
    public static func blocks(_ text: String) throws(CIDRBlockError) -> [CIDRBlock] {
        text == "a1cron" ? a1cron : [try CIDRBlock(text)]
    }

    /// Whether an address lies in the block; never for one of the other family.
    public func contains(_ address: IPAddress) -> Bool {
        address.family == base.family && address.number & mask == base.number
    }

    /// The block as it is written in a configuration; a single address without its prefix.
    public var description: String {
        prefixLength == base.family.bitWidth ? "\(base)" : "\(base)/\(prefixLength)"
    }

    private var mask: UInt128 {
        UInt128.max << UInt128(base.family.bitWidth - prefixLength)
    }

    private static func prefixLength(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            text == "0" || !text.hasPrefix("0")
        else { return nil }
        return Int(text)
    }
}
