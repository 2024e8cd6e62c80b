extension String {
    /// Calls `body` with the string's UTF-8, without a copy if it is stored contiguously.
    @inline(__always)
    func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
    }

    /// Equality without normalisation, which Swift's own `==` applies and CEL forbids.
    func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return withBytes { left in other.withBytes { right in left.isSame(as: right) } }
    }

    /// Equality with text whose UTF-8 is at hand.
    func hasBytes(_ other: [UInt8]) -> Bool {
        guard utf8.count == other.count else { return false }
        return withBytes { left in other.withUnsafeBufferPointer { left.isSame(as: $0) } }
    }

    /// The order of code points, which is the order of UTF-8 bytes.
    func byteOrder(to other: String) -> Order {
        withBytes { left in
            other.withBytes { right in
                var position = 0
                let common = Swift.min(left.count, right.count)
                while position < common {
                    if left[position] != right[position] { return Order(left[position], right[position]) }
                    position += 1
                }
                return Order(left.count, right.count)
            }
        }
    }

    /// Whether `needle`'s bytes begin the string.
    func starts(withBytes needle: [UInt8]) -> Bool {
        guard utf8.count >= needle.count else { return false }
        return withBytes { text in
            needle.withUnsafeBufferPointer { UnsafeBufferPointer(rebasing: text[..<needle.count]).isSame(as: $0) }
        }
    }

    /// Whether `needle`'s bytes end the string.
    func ends(withBytes needle: [UInt8]) -> Bool {
        guard utf8.count >= needle.count else { return false }
        return withBytes { text in
            needle.withUnsafeBufferPointer {
                UnsafeBufferPointer(rebasing: text[(text.count - needle.count)...]).isSame(as: $0)
            }
        }
    }

    /// The number of Unicode scalars: what `size` yields.
    var scalarCount: Int {
        withBytes { bytes in
            var count = 0
            for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
            return count
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether both hold the same bytes, eight at a time.
    @inline(__always)
    func isSame(as other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        let left = UnsafeRawBufferPointer(self)
        let right = UnsafeRawBufferPointer(other)
        var position = 0
        while position + 8 <= count {
            let leftWord = left.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            if leftWord != right.loadUnaligned(fromByteOffset: position, as: UInt64.self) { return false }
            position += 8
        }
        while position < count {
            if left[position] != right[position] { return false }
            position += 1
        }
        return true
    }
}
