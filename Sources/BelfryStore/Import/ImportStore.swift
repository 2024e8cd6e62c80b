public import BelfryCore
public import Libpq

/// Stores executions of the past: they are history and nothing else.
///
/// No rule is evaluated, and neither counters nor states of jobs change. An execution has the key it would have had as a webhook,
/// so importing twice, or what was received, stores nothing.
public struct ImportStore {
    /// Executions stored in one transaction, which holds up ingest while it lasts.
    public static let batchSize = 500
    /// How long a log row's webhook may still come; stored as both it would count twice.
    public static let webhookPatience = TimeSpan.hours(1)

    private let connection: Connection
    /// Runs of each job that were open at the last execution.
    private var folds: [String: RunFold] = [:]

    /// A store on this connection.
    public init(_ connection: Connection) {
        self.connection = connection
    }

    /// Stores some executions; returns after COMMIT.
    public mutating func store(_ executions: [ImportedExecution]) async throws -> ImportReport {
        let attempts = executions.filter { !$0.isLogRow }
        let logRows = executions.filter(\.isLogRow)
        let folds = folds
        let (report, changed) = try await connection.transaction { connection in
            let read = try await connection.pipeline(Array(WriterLock.queries.dropFirst()))
            let header = try WriterLock.Header(read[2])
            guard header.compatibleVersion <= Migrator.currentVersion else {
                throw SchemaError.newer(database: header.compatibleVersion, binary: Migrator.currentVersion)
            }
            var report = ImportReport()
            var runs = ImportRuns(folds: folds)
            let new = try await Self.claim(attempts, header, on: connection, &report)
            let rows = new.map { ImportQueries.Row($0, runID: runs.place($0.execution, now: header.now)) }
            _ = try await connection.query(ImportQueries.insert(rows, header: header))
            if header.hasLogRows {
                let replaced = try await LogRows.of(new.map(\.execution), on: connection)
                _ = try await connection.pipeline(replaced.replace(inBatch: header.batchID))
            }
            let settled = logRows.filter { $0.execution.executedAt < header.now - Self.webhookPatience }
            report.recent = Int64(logRows.count - settled.count)
            let fresh = settled.filter { $0.execution.executedAt >= header.keysFrom ?? $0.execution.executedAt }
            report.stale += Int64(settled.count - fresh.count)
            let unknown = try await Self.claimLogRows(fresh, on: connection)
            _ = try await connection.query(ImportQueries.insertLogRows(unknown, header: header))
            if !unknown.isEmpty, !header.hasLogRows { _ = try await connection.query(ImportQueries.haveLogRows) }
            report.added += Int64(unknown.count)
            report.known += Int64(fresh.count - unknown.count)
            if report.added > 0 {
                _ = try await connection.query(ImportQueries.recordBatch(header, executions: report.added))
            }
            return (report, runs.folds)
        }
        self.folds = changed
        return report
    }

    /// Claims log rows and returns those that are new.
    private static func claimLogRows(
        _ rows: [ImportedExecution],
        on connection: Connection
    ) async throws -> [ImportedExecution] {
        var seen: Set<ExecutionIdentity> = []
        let distinct = rows.filter { seen.insert($0.execution.identity).inserted }
        let claimed = try await connection.query(ImportQueries.claimLogRows(distinct)).map { row in
            let (jobID, executionID) = try row.decode(String.self, String.self)
            return ExecutionIdentity(jobID: jobID, executionID: executionID, retryAttempt: 0)
        }
        let new = Set(claimed)
        return distinct.filter { new.contains($0.execution.identity) }
    }

    /// Claims the keys of attempts and returns those that are new.
    private static func claim(
        _ attempts: [ImportedExecution],
        _ header: WriterLock.Header,
        on connection: Connection,
        _ report: inout ImportReport
    ) async throws -> [ImportedExecution] {
        let received = attempts.map {
            ReceivedExecution(
                execution: $0.execution,
                receivedAt: header.now,
                contentDigest: ContentDigest.digest($0.execution)
            )
        }
        var digests: [Int64: Int] = [:]
        for row in try await connection.query(ExecutionColumns.claim(received)) {
            digests[try row.decode(Int64.self), default: 0] += 1
        }
        var new: [ImportedExecution] = []
        for (attempt, received) in zip(attempts, received) {
            if let count = digests[received.contentDigest], count > 0 {
                digests[received.contentDigest] = count - 1
                new.append(attempt)
            } else if let keysFrom = header.keysFrom, attempt.execution.executedAt < keysFrom {
                report.stale += 1
            } else {
                report.known += 1
            }
        }
        report.added += Int64(new.count)
        return new
    }
}
