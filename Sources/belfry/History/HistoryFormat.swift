import ArgumentParser
import BelfryStore

/// How a file of executions is written.
enum HistoryFormat: String, ExpressibleByArgument, CaseIterable {
    /// A JSON object a line, in the webhook's shape.
    case ndjson
    /// RFC 4180 with a header.
    case csv

    /// The same to the store.
    var stored: ExecutionExport.Format {
        switch self {
        case .ndjson: .ndjson
        case .csv: .csv
        }
    }
}
