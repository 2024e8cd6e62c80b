public import BelfryCore

/// Reads secrets that stand in the configuration itself or in a file it names.
public struct SecretReader {
    private let readFile: (String) throws -> String

    /// A reader that gets files from a closure, which knows what relative paths are relative to.
    public init(_ readFile: @escaping (String) throws -> String) {
        self.readFile = readFile
    }

    /// The secret under `key`, or in the file under `key_file` without its last line break; nil when absent, or reported.
    public func secret(_ key: String, in mapping: YAMLMapping, problems: inout [Problem]) -> LocatedSecret? {
        let fileKey = "\(key)_file"
        if let value = mapping[key], mapping[fileKey] != nil {
            problems.append(value.problem("\"\(key)\" and \"\(fileKey)\" exclude each other"))
            return nil
        }
        if let value = mapping[key] {
            return value.string(problems: &problems).map { LocatedSecret(text: $0, place: value) }
        }
        guard let value = mapping[fileKey], let path = value.string(problems: &problems) else { return nil }
        do {
            var text = Substring(try readFile(path))
            if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
            guard !text.isEmpty else {
                problems.append(value.problem("\(path) is empty"))
                return nil
            }
            return LocatedSecret(text: String(text), place: value)
        } catch {
            problems.append(value.problem("\(path) cannot be read: \(error)"))
            return nil
        }
    }
}
