internal import Crypto

extension RuleSet {
    /// Reads, checks and compiles rule files, and reports every problem in them at once.
    ///
    /// The set is nil where any problem is an error.
    public static func load(_ files: [RuleFile]) -> (rules: RuleSet?, problems: [Problem]) {
        var reader = RuleReader()
        for file in files { reader.read(file) }
        // What stands in a group is read for each of its rules: its problem is one.
        var problems: [Problem] = []
        for problem in reader.problems where !problems.contains(problem) { problems.append(problem) }
        guard !problems.contains(where: { $0.severity == .error }) else { return (nil, problems) }
        return (RuleSet(rules: reader.rules, files: files, hash: contentHash(of: files)), problems)
    }

    /// SHA-256 over the texts with their lengths, as 64 lower-case hex digits; names do not count.
    private static func contentHash(of files: [RuleFile]) -> String {
        var hash = SHA256()
        for file in files {
            hash.update(data: Array("\(file.text.utf8.count)\n".utf8))
            hash.update(data: Array(file.text.utf8))
        }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
