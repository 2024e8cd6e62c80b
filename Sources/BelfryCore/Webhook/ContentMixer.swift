/// Folds values into 64 bits, eight bytes at a time, with the 128-bit product that wyhash made common.
///
/// Every value begins with its length or its presence, so neighbours cannot run together and nil is not empty.
struct ContentMixer {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// What was mixed in so far.
    var digest: Int64 {
        var last = self
        last.mix(word: 0xD6E8_FEB8_6659_FD93)
        return Int64(bitPattern: last.state)
    }

    /// Mixes in a number, or that there is none.
    mutating func mix(_ value: Int64?) {
        mix(word: value == nil ? 0 : 1)
        if let value { mix(word: UInt64(bitPattern: value)) }
    }

    /// Mixes in the UTF-8 of a text, or that there is none.
    mutating func mix(_ text: String?) {
        guard var text else {
            mix(word: .max)
            return
        }
        text.withUTF8 { bytes in
            mix(word: UInt64(bytes.count))
            let whole = bytes.count & ~7
            for offset in stride(from: 0, to: whole, by: 8) {
                let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                mix(word: UInt64(littleEndian: word))
            }
            guard whole < bytes.count else { return }
            mix(word: bytes[whole...].reversed().reduce(0) { $0 << 8 | UInt64($1) })
        }
    }

    private mutating func mix(word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        state = product.high ^ product.low ^ 0xE703_7ED1_A0B4_28DB
    }
}
