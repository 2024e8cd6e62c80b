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
        var holdsNUL = false
        var holdsLoneSurrogate = false
        // An escape takes at least as many bytes as what it stands for.
        let utf8 = [UInt8](unsafeUninitializedCapacity: string.range.count) { output, count in
            var index = string.range.lowerBound
            while index < string.range.upperBound {
                let byte = bytes[index]
                guard byte == UInt8(ascii: "\\") else {
                    output[count] = byte
                    count += 1
                    index += 1
                    continue
                }
                let codePoint = escapedCodePoint(at: &index)
                if (1..<0x80).contains(codePoint) {
                    output[count] = UInt8(truncatingIfNeeded: codePoint)
                    count += 1
                    continue
                }
                let scalar = Unicode.Scalar(codePoint)
                holdsNUL = holdsNUL || codePoint == 0
                holdsLoneSurrogate = holdsLoneSurrogate || scalar == nil
                let storable = codePoint == 0 ? nil : scalar.flatMap(UTF8.encode)
                for byte in storable ?? UTF8.encodedReplacementCharacter {
                    output[count] = byte
                    count += 1
                }
            }
        }
        return Text(utf8: utf8[...], holdsNUL: holdsNUL, holdsLoneSurrogate: holdsLoneSurrogate)
    }
}
