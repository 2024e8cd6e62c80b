/// Writes small integers and texts into few bytes: variable-length, seven bits a byte, for columns only Belfry reads.
struct PackedWriter {
    /// What has been written.
    private(set) var bytes: [UInt8] = []

    /// A writer with room for what is usually written of a job.
    init() {
        bytes.reserveCapacity(96)
    }

    /// Appends an unsigned number in 1 to 10 bytes.
    mutating func write(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends one byte as it is.
    mutating func write(byte: UInt8) {
        bytes.append(byte)
    }

    /// Appends a signed number; small magnitudes take few bytes.
    mutating func write(_ value: Int64) {
        write(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Appends an optional signed number.
    mutating func write(_ value: Int64?) {
        write(value == nil ? UInt64(0) : 1)
        if let value { write(value) }
    }

    /// Appends a text with its length.
    mutating func write(_ text: String) {
        write(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Appends an optional text.
    mutating func write(_ text: String?) {
        write(text == nil ? UInt64(0) : 1)
        if let text { write(text) }
    }
}
