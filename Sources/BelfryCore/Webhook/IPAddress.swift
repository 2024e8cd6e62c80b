/// An IPv4 or IPv6 address.
///
/// An IPv4-mapped IPv6 address (`::ffff:1.2.3.4`) is the IPv4 address it stands for.
public struct IPAddress: Hashable, Sendable {
    /// The version of the Internet Protocol.
    public enum Family: Hashable, Sendable {
        /// Four bytes.
        case v4
        /// Sixteen bytes.
        case v6

        /// The length of an address in bits: 32 or 128.
        public var bitWidth: Int { self == .v4 ? 32 : 128 }
    }

    /// The version of the address.
    public let family: Family
    /// The address as a number, the first byte the most significant one; below 2^32 for IPv4.
    let number: UInt128

    /// An address of a family and its number, unwrapped where it is IPv4-mapped.
    init(_ family: Family, number: UInt128) {
        let isMapped = family == .v6 && number >> 32 == 0xFFFF
        self.family = isMapped ? .v4 : family
        self.number = isMapped ? number & 0xFFFF_FFFF : number
    }

    /// The address of 4 or 16 bytes in network order, or nil for any other count.
    public init?(bytes: some Collection<UInt8>) {
        let number = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        switch bytes.count {
        case 4: self.init(.v4, number: number)
        case 16: self.init(.v6, number: number)
        default: return nil
        }
    }

    /// The 4 or 16 bytes in network order.
    public var bytes: [UInt8] {
        stride(from: family.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt128($0)) }
    }
}
