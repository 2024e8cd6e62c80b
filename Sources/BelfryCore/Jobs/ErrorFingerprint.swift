/// Reduces an error text to what kind of error it is: numbers, ids and quoted values removed.
public enum ErrorFingerprint {
    /// Characters of the text looked at.
    private static let maximumText = 1_000

    /// The kind of an error, as 16 lower-case hex digits, equal for texts that differ in numbers, ids and letter case only.
    ///
    /// The status and response code belong to the kind, so that a timeout and a 500 without text are two kinds.
    public static func of(status: ExecutionStatus, responseCode: Int32?, message: String?) -> String {
        let digits = String(hash(status: status, responseCode: responseCode, message: message), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The first half of the kind of an attempt's error: what a job's memory keeps of it.
    static func kind(of execution: Execution) -> UInt32 {
        UInt32(
            truncatingIfNeeded: hash(
                status: execution.status,
                responseCode: execution.responseCode,
                message: execution.errorMessage
            ) >> 32
        )
    }

    private static func hash(status: ExecutionStatus, responseCode: Int32?, message: String?) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for byte in status.text.utf8 { mix(byte) }
        mix(0xFF)
        for byte in String(responseCode ?? 0).utf8 { mix(byte) }
        mix(0xFF)
        for word in words(of: message ?? "") {
            for byte in word.utf8 { mix(byte) }
            mix(0x20)
        }
        return hash
    }

    /// The words that carry the meaning: lower-cased, those with a digit in them left out.
    private static func words(of message: String) -> [String] {
        message.prefix(maximumText).lowercased()
            .split { !($0.isLetter || $0.isNumber) }
            .filter { word in !word.contains(where: \.isNumber) }
            .map(String.init)
    }
}
