extension JSONReader {
    /// The UTF-8 of a string with its escapes undone, and what in it neither PostgreSQL nor Unicode can hold.
    struct Text {
        /// The text; U+FFFD stands for each U+0000 and each unpaired surrogate.
        let utf8: ArraySlice<UInt8>
        /// Whether there was a U+0000.
        let holdsNUL: Bool
        /// Whether there was an unpaired surrogate.
        let holdsLoneSurrogate: Bool
    }

    /// The text of a string that was read.
    func text(of string: JSONString) -> Text {
        guard string.isEscaped else {
            return Text(utf8: bytes[string.range], holdsNUL: false, holdsLoneSurrogate: false)
        }
        var utf8: [UInt8] = []
        utf8.reserveCapacity(string.range.count)
        var holdsNUL = false
        var holdsLoneSurrogate = false
        var index = string.range.lowerBound
        while index < string.range.upperBound {
            guard bytes[index] == UInt8(ascii: "\\") else {
                utf8.append(bytes[index])
                index += 1
                continue
            }
            let scalar = Unicode.Scalar(escapedCodePoint(at: &index))
            holdsNUL = holdsNUL || scalar == "\0"
            holdsLoneSurrogate = holdsLoneSurrogate || scalar == nil
            let storable = scalar.flatMap { $0 == "\0" ? nil : UTF8.encode($0) }
            utf8.append(contentsOf: storable ?? UTF8.encodedReplacementCharacter)
        }
        return Text(utf8: utf8[...], holdsNUL: holdsNUL, holdsLoneSurrogate: holdsLoneSurrogate)
    }
}
