internal import BelfryCore
internal import Yams

/// Reads single settings strictly; what is unusable is reported and counts as absent.
struct SettingReader {
    private let settings: SettingTable
    private let readFile: (String) throws -> String
    /// Under which name a problem is reported that has no place of its own.
    private let fileName: String
    /// What was found so far.
    var problems: [Problem]

    init(
        _ settings: SettingTable,
        fileName: String?,
        readFile: @escaping (String) throws -> String,
        problems: [Problem]
    ) {
        self.settings = settings
        self.fileName = fileName ?? "configuration"
        self.readFile = readFile
        self.problems = problems
    }

    subscript(key: String) -> Setting? { settings[key] }

    /// The text of a key.
    mutating func text(_ key: String) -> String? {
        guard let value = settings[key]?.value, let text = value.string(problems: &problems) else { return nil }
        guard !text.isEmpty else {
            problems.append(value.problem("must not be empty"))
            return nil
        }
        return text
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        settings[key]?.value.integer(in: range, problems: &problems)
    }

    /// A port; says what to do where Kubernetes has put its own variable in the way.
    mutating func port(_ key: String, lowest: Int) -> Int? {
        if case .scalar(let scalar) = settings[key]?.value.node, scalar.string.hasPrefix("tcp://") {
            report(
                "must be a port; Kubernetes made this variable for a service: set enableServiceLinks: false in the pod",
                at: key
            )
            return nil
        }
        return integer(key, in: lowest...65_535)
    }

    mutating func boolean(_ key: String) -> Bool? {
        settings[key]?.value.boolean(problems: &problems)
    }

    /// A Prometheus duration within a range.
    mutating func span(_ key: String, in range: ClosedRange<TimeSpan>) -> TimeSpan? {
        settings[key].flatMap { $0.value.span(in: range, problems: &problems) }
    }

    /// The texts of a list, each made sense of; those that are not are reported.
    mutating func list<Element>(_ key: String, as read: (String) throws -> Element) -> [Element]? {
        guard let value = settings[key]?.value else { return nil }
        return value.texts(problems: &problems).compactMap { element, text in
            do {
                return try read(text)
            } catch {
                problems.append(element.problem("\(error)"))
                return nil
            }
        }
    }

    /// The secret of `key`, or of the file that `key_file` names; of the two the stronger source counts.
    mutating func secret(_ key: String) -> LocatedSecret? {
        if let path = secretFile(of: key) {
            guard let text = contents(of: path, "\(key)_file") else { return nil }
            let lines = SecretLines.secrets(in: text)
            guard lines.count == 1, let secret = lines.first else {
                report("\(path) must hold one line, and has \(lines.count)", at: "\(key)_file")
                return nil
            }
            return settings["\(key)_file"].map { LocatedSecret(text: secret.text, place: $0.value) }
        }
        guard let value = settings[key]?.value, let text = text(key) else { return nil }
        return LocatedSecret(text: text, place: value)
    }

    /// The secrets of `key`, or of the file that `key_file` names, one a line, and that file, usable from the current folder.
    mutating func secrets(_ key: String, file fileKey: String) -> (secrets: [LocatedSecret], file: String?) {
        if let path = secretFile(of: key, fileKey) {
            let file = RelativePath.resolved(path, besideFile: fileName)
            guard let text = contents(of: path, fileKey), let place = settings[fileKey]?.value else {
                return ([], file)
            }
            let lines = SecretLines.secrets(in: text)
            if lines.isEmpty { report("\(path) is empty", at: fileKey) }
            return (lines.map { LocatedSecret(text: $0.text, place: place) }, file)
        }
        guard let value = settings[key]?.value else { return ([], nil) }
        return (value.texts(problems: &problems).map { LocatedSecret(text: $0.text, place: $0.element) }, nil)
    }

    /// Adds a problem at the place where a key was given.
    mutating func report(_ message: String, at key: String, severity: Problem.Severity = .error) {
        if let value = settings[key]?.value {
            problems.append(value.problem(message, severity: severity))
        } else {
            problems.append(Problem(severity: severity, file: fileName, place: key, message: message))
        }
    }

    /// The file to read a secret from; nil where the secret itself counts, or none.
    private mutating func secretFile(of key: String, _ fileKey: String? = nil) -> String? {
        let fileKey = fileKey ?? "\(key)_file"
        guard let file = settings[fileKey] else { return nil }
        if let direct = settings[key] {
            if direct.source == file.source {
                problems.append(file.value.problem("\(key) and \(fileKey) exclude each other"))
            }
            guard direct.source < file.source else { return nil }
        }
        return text(fileKey)
    }

    mutating func contents(of path: String, _ key: String) -> String? {
        do {
            return try readFile(path)
        } catch {
            report("\(path) cannot be read: \(error)", at: key)
            return nil
        }
    }
}
