/// The set of alerts a message told of, as a `bytea` of eight bytes each.
enum TokenColumn {
    static func encode(_ tokens: Set<Int64>) -> [UInt8] {
        tokens.sorted().flatMap { token in withUnsafeBytes(of: token.bigEndian, Array.init) }
    }

    static func decode(_ bytes: [UInt8]) -> Set<Int64> {
        Set(
            stride(from: 0, to: bytes.count - 7, by: 8).map { start in
                bytes[start..<start + 8].reduce(into: Int64(0)) { $0 = $0 << 8 | Int64($1) }
            }
        )
    }
}
