import Foundation

/// Reads secrets from standard input.
enum SecretPrompt {
    /// One line without echo where a person types, every line where something is piped in; blank ones do not count.
    static func read(_ prompt: String) -> [String] {
        guard isatty(STDIN_FILENO) == 1 else {
            var lines: [String] = []
            while let line = readLine() { lines.append(line) }
            return lines.map(trimmed).filter { !$0.isEmpty }
        }
        FileHandle.standardError.write(Data(prompt.utf8))
        var settings = termios()
        tcgetattr(STDIN_FILENO, &settings)
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        let line = readLine()
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
        StandardError.print("")
        return [trimmed(line ?? "")].filter { !$0.isEmpty }
    }

    private static func trimmed(_ line: String) -> String { line.trimmingCharacters(in: .whitespacesAndNewlines) }
}
