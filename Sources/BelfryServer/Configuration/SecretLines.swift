/// The form of a file with several secrets: one a line.
enum SecretLines {
    /// The secrets of a file; blank lines and the white space around a secret do not count.
    static func secrets(in text: String) -> [Secret] {
        text.split(whereSeparator: \.isNewline)
            .map { line in
                var line = line.drop { $0.isWhitespace }
                while line.last?.isWhitespace == true { line.removeLast() }
                return Secret(String(line))
            }
            .filter { !$0.text.isEmpty }
    }
}
