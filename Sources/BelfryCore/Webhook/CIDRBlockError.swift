/// Why a text is not a block of addresses; its description says what to write instead.
public enum CIDRBlockError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What stands before the `/` is not an address.
    case notAnAddress(String)
    /// What stands after the `/` is not a prefix length of this family.
    case badPrefix(String, IPAddress.Family)
    /// The address has bits set that the prefix does not cover.
    case bitsBeyondPrefix(String, suggestion: String)
    /// A prefix of an IPv4-mapped IPv6 address.
    case mappedBlock(String)

    /// What is wrong, in a sentence for the person who wrote it.
    public var description: String {
        switch self {
        case .notAnAddress(let text):
            "\"\(text)\" is not an IP address or a block such as 10.0.0.0/8"
        case .badPrefix(let text, let family):
            "the prefix of \"\(text)\" must be a number from 0 to \(family.bitWidth)"
        case .bitsBeyondPrefix(let text, let suggestion):
            "\"\(text)\" is an address inside a block, write \(suggestion) for the block or leave out the prefix"
        case .mappedBlock(let text):
            "\"\(text)\" is an IPv4-mapped block, write it as an IPv4 block"
        }
    }
}
