import BelfryServer
import Libpq

/// Compares what servers acknowledged with what the database holds.
struct AcknowledgementVerifier {
    private static let batch = 20_000

    let connectionString: String
    /// The relation with the column `execution_id`, with its schema: `belfry.executions`.
    let relation: String

    /// Reads every execution of the ledger's runs from the database, in batches, and compares.
    func verify(_ ledger: BenchLedger) async throws -> BenchVerdict {
        let configuration = try ConnectionConfiguration(
            connectionString: connectionString,
            applicationName: "belfry bench"
        )
        let connection = try await Connection.connect(configuration)
        var verdict = BenchVerdict()
        for (runID, acknowledged) in ledger.runs.sorted(by: { $0.key < $1.key }) {
            let found = try await read(runID: runID, from: connection)
            verdict.add(runID: runID, acknowledged: acknowledged, stored: found.stored, repeated: found.repeated)
        }
        await connection.close()
        return verdict
    }

    private func read(
        runID: String,
        from connection: Connection
    ) async throws -> (stored: BenchSequenceSet, repeated: [UInt64]) {
        var stored = BenchSequenceSet()
        var repeated: [UInt64] = []
        let prefix = BenchExecutionID.prefix(runID: runID)
        let query = Query(
            "bench_executions",
            "SELECT execution_id FROM \(table) WHERE starts_with(execution_id, \(prefix))",
            prepared: false
        )
        try await connection.forEachRow(query, batch: Self.batch) { row in
            let text = try row.decode(String.self)
            guard let id = BenchExecutionID(text), id.runID == runID else { return }
            if !stored.insert(id.sequence) { repeated.append(id.sequence) }
        }
        return (stored, repeated)
    }

    private var table: SQL {
        let names = relation.split(separator: ".", maxSplits: 1).map(String.init)
        guard names.count == 2 else { return "\(identifier: relation)" }
        return "\(identifier: names[0]).\(identifier: names[1])"
    }
}
