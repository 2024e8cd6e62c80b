public import BelfryCore
public import Libpq

/// Stored executions as lines of text in the webhook's shape, read page by page.
///
/// Every page is a query of its own, so that no snapshot is held while a reader is slow.
public struct ExecutionExport: Sendable {
    /// How a line is written.
    public enum Format: String, CaseIterable, Sendable {
        /// A JSON object a line.
        case ndjson
        /// RFC 4180 with a header; an absent value is an empty field.
        case csv
    }

    /// The fields of a line: the webhook's, then Belfry's.
    public static let fields = [
        "cron_job_id", "cron_job_name", "execution_id", "status", "executed_at", "response_code", "response_time_ms",
        "response_body", "error_message", "retry_attempt", "next_retry_at", "belfry_test", "received_at", "run_id",
        "source",
    ]

    /// Executions read at once.
    private static let pageSize: Int64 = 5_000

    /// Which executions are asked for.
    public struct Selection: Hashable, Sendable {
        /// Executed at or after this.
        public var from: Instant?
        /// Executed before this.
        public var to: Instant?
        /// Of this job only.
        public var jobID: String?

        /// What ran in a time, of all jobs or one.
        public init(from: Instant? = nil, to: Instant? = nil, jobID: String? = nil) {
            (self.from, self.to, self.jobID) = (from, to, jobID)
        }
    }

    private let connection: Connection

    /// The executions in a database.
    public init(_ connection: Connection) {
        self.connection = connection
    }

    /// Hands out the lines, without line ends, a page at a time: day by day, each day's by job and time.
    ///
    /// CSV that is `isSpreadsheetSafe` has no formula in it, and is not for an import. Of a day that retention drops meanwhile, what
    /// was not read yet is left out.
    public nonisolated(nonsending) func forEachPage(
        of selection: Selection,
        as format: Format,
        isSpreadsheetSafe: Bool = false,
        _ body: nonisolated(nonsending) ([String]) async throws -> Void
    ) async throws {
        if format == .csv { try await body([CSVLine.line(Self.fields)]) }
        for row in try await connection.query(ExportQueries.tables(selection)) {
            let table = try row.decode(String.self)
            var position = ExportQueries.Position()
            while true {
                let rows = try await page(of: table, selection, after: position, format)
                guard let rows, let last = rows.last else { break }
                position = try ExportQueries.Position(last)
                let lines = try rows.map { row in
                    try ExportQueries.line(row, format, isSpreadsheetSafe: isSpreadsheetSafe)
                }
                try await body(lines)
                if rows.count < Self.pageSize { break }
            }
        }
    }

    /// The next rows of a partition; nil where it is gone.
    private func page(
        of table: String,
        _ selection: Selection,
        after position: ExportQueries.Position,
        _ format: Format
    ) async throws -> Rows? {
        do {
            return try await connection.query(
                ExportQueries.page(of: table, selection, after: position, format, size: Self.pageSize)
            )
        } catch {
            guard error.sqlState == .undefinedTable else { throw error }
            return nil
        }
    }
}
