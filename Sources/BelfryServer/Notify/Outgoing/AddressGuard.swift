public import BelfryCore

/// Decides which addresses Belfry may connect to: the public Internet, and what `outbound.allow_networks` lists.
///
/// Without it, whoever can configure a receiver, or controls the DNS of one, could make Belfry speak to services that trust
/// its network. The decision is about the address that is connected to, never about how it was written.
public struct AddressGuard: Hashable, Sendable {
    /// Blocks that are allowed although they are not public.
    public var allowedNetworks: [CIDRBlock]

    /// A guard that allows these blocks besides the public Internet.
    public init(allowedNetworks: [CIDRBlock] = []) {
        self.allowedNetworks = allowedNetworks
    }

    /// Whether an address to which a host name resolved may be connected to.
    ///
    /// A name that is local by definition (`localhost`, `*.internal` …) may only lead to an allowed block. An IPv6 address
    /// that carries an IPv4 address is as good as that one.
    public func permits(_ address: IPAddress, for host: String) -> Bool {
        if allowedNetworks.contains(where: { $0.contains(address) }) { return true }
        let embedded = Self.embeddedAddresses(in: address)
        guard embedded.isEmpty else { return embedded.allSatisfy { permits($0, for: host) } }
        return !Self.isLocalName(host) && Self.isPublic(address)
    }

    /// Whether a name never belongs to a public host.
    static func isLocalName(_ host: String) -> Bool {
        var name = Substring(host.lowercased())
        while name.hasSuffix(".") { name.removeLast() }
        return name == "localhost" || localSuffixes.contains { name.hasSuffix($0) }
    }

    /// Includes `metadata.google.internal`.
    private static let localSuffixes = [".localhost", ".local", ".internal", ".home.arpa"]

    /// Whether an address is routed on the public Internet.
    static func isPublic(_ address: IPAddress) -> Bool {
        switch address.family {
        case .v4: !specialV4.contains { $0.contains(address) }
        case .v6: globalUnicastV6.contains { $0.contains(address) } && !specialV6.contains { $0.contains(address) }
        }
    }

    /// IANA's special-purpose registry, multicast, class E, and the one metadata address that clouds took from public space.
    static let specialV4 = blocks([
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16",
    ])

    /// All that IANA has given out; `::1`, `fc00::/7`, `fe80::/10` and `ff00::/8` lie outside.
    static let globalUnicastV6 = blocks(["2000::/3"])

    /// What lies inside `2000::/3` and is not public: protocol assignments, documentation.
    static let specialV6 = blocks(["2001::/23", "2001:db8::/32", "3fff::/20"])

    /// The IPv4 addresses in a translated or tunnelled IPv6 address: NAT64, 6to4, Teredo (server and client).
    ///
    /// IPv4-mapped addresses are unwrapped by `IPAddress` itself.
    static func embeddedAddresses(in address: IPAddress) -> [IPAddress] {
        let bytes = address.bytes
        guard bytes.count == 16 else { return [] }
        let carried: [[UInt8]] =
            if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B]) && bytes[4..<12].allSatisfy({ $0 == 0 }) {
                [Array(bytes[12...])]
            } else if bytes.starts(with: [0x20, 0x02]) {
                [Array(bytes[2..<6])]
            } else if bytes.starts(with: [0x20, 0x01, 0x00, 0x00]) {
                [Array(bytes[4..<8]), bytes[12...].map { ~$0 }]
            } else {
                []
            }
        return carried.compactMap { IPAddress(bytes: $0) }
    }

    private static func blocks(_ texts: [String]) -> [CIDRBlock] {
        texts.compactMap { try? CIDRBlock($0) }
    }
}
