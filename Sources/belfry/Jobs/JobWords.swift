import BelfryServer

/// A job in a line for people.
enum JobWords {
    /// ` of NAME (ID)`, or nothing where there is no job.
    static func of(_ id: String, named name: String) -> String {
        guard !id.isEmpty else { return "" }
        return " of " + PlainText.printable(name.isEmpty || name == id ? id : "\(name) (\(id))")
    }
}
