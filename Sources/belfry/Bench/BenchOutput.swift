import ArgumentParser

/// The form of a report.
enum BenchOutput: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
