/// Where a member of an object lies in what `CanonicalJSON` has written.
struct CanonicalMember {
    /// The key with its quotes.
    ///
    /// Its form is canonical, so equal keys have equal bytes.
    let key: Range<Int>
    /// The key and the value.
    let range: Range<Int>

    /// A key that two members share, compared as bytes: Unicode's equivalence is none of JSON's.
    static func duplicateKey(among members: [CanonicalMember], in output: [UInt8]) -> ArraySlice<UInt8>? {
        let keys = members.map { output[$0.key] }.sorted { $0.lexicographicallyPrecedes($1) }
        return zip(keys, keys.dropFirst()).first { $0 == $1 }?.0
    }

    /// The members in the order of JavaScript's properties, or nil where they are in it: array indices
    /// first, ascending, then the others as they came.
    static func inPropertyOrder(_ members: [CanonicalMember], in output: [UInt8]) -> [CanonicalMember]? {
        var indexed: [(index: UInt32, member: CanonicalMember)] = []
        var others: [CanonicalMember] = []
        for member in members {
            if let index = arrayIndex(output[member.key].dropFirst().dropLast()) {
                indexed.append((index, member))
            } else {
                others.append(member)
            }
        }
        guard !indexed.isEmpty else { return nil }
        let ordered = indexed.sorted { $0.index < $1.index }.map(\.member) + others
        return ordered.elementsEqual(members) { $0.range == $1.range } ? nil : ordered
    }

    /// A key as an array index of JavaScript: 0 to 2^32 - 2 in decimal without leading zeros.
    private static func arrayIndex(_ digits: ArraySlice<UInt8>) -> UInt32? {
        guard (1...10).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits.first != UInt8(ascii: "0"),
            let index = UInt32(String(decoding: digits, as: UTF8.self)), index < .max
        else { return nil }
        return index
    }
}
