import ArgumentParser

/// For whom a command writes its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    /// People.
    case text
    /// Scripts.
    case json
}
