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
        let text = message ?? ""
        if text.utf8.count <= maximumText, text.utf8.allSatisfy({ $0 < 0x80 }) {
            forEachWord(ofASCII: text.utf8) { word in
                for byte in word { mix(lowercased(byte)) }
                mix(0x20)
            }
        } else {
            for word in words(of: text) {
                for byte in word.utf8 { mix(byte) }
                mix(0x20)
            }
        }
        return hash
    }

    /// The same words as `words`, without knowing of Unicode: nearly every message is such a text.
    private static func forEachWord(ofASCII text: String.UTF8View, _ body: (Substring.UTF8View) -> Void) {
        for word in text.split(whereSeparator: { !isLetter($0) && !isDigit($0) }) where !word.contains(where: isDigit) {
            body(word)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(lowercased(byte)) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    /// The words that carry the meaning: lower-cased, those with a digit in them left out.
    private static func words(of message: String) -> [String] {
        message.prefix(maximumText).lowercased()
            .split { !($0.isLetter || $0.isNumber) }
            .filter { word in !word.contains(where: \.isNumber) }
            .map(String.init)
    }
}
