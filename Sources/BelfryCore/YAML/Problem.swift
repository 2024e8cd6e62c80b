/// Something wrong, or doubtful, in a file the operator wrote: where it is and what to do about it.
public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// Whether the file can be used in spite of it.
    public enum Severity: String, Sendable {
        /// The file is not used.
        case error
        /// The file is used; the operator should look.
        case warning
    }

    /// How bad it is.
    public var severity: Severity
    /// The file as it was named.
    public var file: String
    /// 1-based line, where known.
    public var line: Int?
    /// 1-based column, where known.
    public var column: Int?
    /// The place inside the file in the file's own words, such as `group "jobs", rule "JobFailed", expr`; may be empty.
    public var place: String
    /// What is wrong and what to do.
    public var message: String

    /// A problem of these values.
    public init(
        severity: Severity = .error,
        file: String,
        line: Int? = nil,
        column: Int? = nil,
        place: String = "",
        message: String
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.place = place
        self.message = message
    }

    /// `file:line:column: error: place: message`.
    public var description: String {
        let location = [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
        let middle = place.isEmpty ? "" : "\(place): "
        return "\(location): \(severity.rawValue): \(middle)\(message)"
    }
}
