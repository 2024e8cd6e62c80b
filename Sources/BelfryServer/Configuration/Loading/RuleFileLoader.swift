public import BelfryCore
internal import Foundation

/// Finds and reads the files that `rule_files` names.
public enum RuleFileLoader {
    /// The files that match the patterns, by name, each once, or the built-in rules where there are no patterns.
    ///
    /// A pattern is a path with `*`, `?` and `[…]`. One that matches nothing is an error: a rule that was moved away would be
    /// missed by nobody. Unit tests (`*.test.yaml`) are never rules.
    public static func load(_ patterns: [String]?) -> (files: [RuleFile], problems: [Problem]) {
        guard let patterns else { return ([BuiltInRules.file], []) }
        var files: [RuleFile] = []
        var problems: [Problem] = []
        for pattern in patterns {
            let paths = matches(of: pattern).filter { !isTest($0) }
            if paths.isEmpty { problems.append(Problem(file: pattern, message: "matches no file (rule_files)")) }
            for path in paths where !files.contains(where: { $0.name == path }) {
                do {
                    files.append(RuleFile(name: path, text: try BoundedFile.read(path)))
                } catch {
                    problems.append(Problem(file: path, message: "cannot be read: \(error) (rule_files)"))
                }
            }
        }
        return (files, problems)
    }

    private static func isTest(_ path: String) -> Bool {
        path.hasSuffix(".test.yaml") || path.hasSuffix(".test.yml")
    }

    /// Sorted, so that every replica reads them in one order.
    private static func matches(of pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, 0, nil, &found) == 0 else { return [] }
        let paths = (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
        return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
