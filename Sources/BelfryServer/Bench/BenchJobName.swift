/// The names of the generator's jobs, `bench-job-000042`, by which a chat message is matched to the webhook that caused it.
public enum BenchJobName {
    static let prefix = "bench-job-"
    static let digits = 6

    /// Job numbers are taken modulo this.
    static let count: UInt64 = 1_000_000

    /// The different job numbers that a message names, in their order.
    public static func numbers(in message: UnsafeRawBufferPointer) -> [UInt64] {
        let pattern = Array(prefix.utf8)
        var numbers: [UInt64] = []
        var position = 0
        while position + pattern.count + digits <= message.count {
            guard message[position] == pattern[0], message[position...].starts(with: pattern) else {
                position += 1
                continue
            }
            position += pattern.count
            var number: UInt64 = 0
            var read = 0
            while read < digits, case let byte = message[position + read], (0x30...0x39).contains(byte) {
                number = number * 10 + UInt64(byte - 0x30)
                read += 1
            }
            position += read
            if read == digits, !numbers.contains(number) { numbers.append(number) }
        }
        return numbers
    }
}
