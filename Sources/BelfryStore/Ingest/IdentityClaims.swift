internal import BelfryCore
internal import Libpq

/// Claims identities before anything is decided, and tells what is known of those that are not new.
enum IdentityClaims {
    /// A verdict for each execution: `accepted` for the new ones, which are now claimed.
    static func claim(
        _ executions: [ReceivedExecution],
        keysFrom: Instant?,
        on connection: isolated Connection,
        deadline: ContinuousClock.Instant
    ) async throws -> [IngestVerdict] {
        let claimed = try await connection.pipeline([ExecutionColumns.claim(executions)], deadline: deadline)[0]
        var digests: [Int64: Int] = [:]
        for row in claimed { digests[try row.decode(Int64.self), default: 0] += 1 }
        let isNew = executions.map { received in
            guard let count = digests[received.contentDigest], count > 0 else { return false }
            digests[received.contentDigest] = count - 1
            return true
        }
        let known = zip(executions, isNew).compactMap { $1 ? nil : $0 }
        guard !known.isEmpty else { return Array(repeating: .accepted, count: executions.count) }
        let stored = try await storedDigests(of: known, on: connection, deadline: deadline)
        return zip(executions, isNew).map { received, isNew in
            if isNew { return .accepted }
            if let keysFrom, received.execution.executedAt < keysFrom { return .stale }
            return stored[received.execution.identity] == received.contentDigest ? .duplicate : .conflict
        }
    }

    private static func storedDigests(
        of known: [ReceivedExecution],
        on connection: isolated Connection,
        deadline: ContinuousClock.Instant
    ) async throws -> [ExecutionIdentity: Int64] {
        var stored: [ExecutionIdentity: Int64] = [:]
        for row in try await connection.query(ExecutionColumns.storedDigests(known), deadline: deadline) {
            let (jobID, executionID, attempt, digest) = try row.decode(
                String.self,
                String.self,
                Int32.self,
                Int64.self
            )
            stored[ExecutionIdentity(jobID: jobID, executionID: executionID, retryAttempt: attempt)] = digest
        }
        return stored
    }
}
