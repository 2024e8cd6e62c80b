/// Which scalars a case-insensitive pattern takes for the same.
enum CaseFolding {
    /// `scalar` and its simple upper and lower case forms, with the forms of those: `k`, `K` and the Kelvin sign share
    /// the first two.
    static func variants(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        var found = [scalar]
        var position = 0
        while position < found.count {
            let properties = found[position].properties
            for mapping in [properties.lowercaseMapping, properties.uppercaseMapping] {
                let mapped = mapping.unicodeScalars
                if mapped.count == 1, let single = mapped.first, !found.contains(single) { found.append(single) }
            }
            position += 1
        }
        return found
    }
}
