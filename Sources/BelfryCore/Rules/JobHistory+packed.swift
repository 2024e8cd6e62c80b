extension JobHistory {
    /// The history in few bytes: what `explain` evaluates a stored attempt with.
    public var packed: [UInt8] {
        var writer = PackedWriter()
        for number in [executions, failures, consecutiveFailures, consecutiveSuccesses, consecutiveFailedRuns] {
            writer.write(number)
        }
        for instant in [lastExecutionAt, lastSuccessAt, lastFailureAt] { writer.write(instant?.microseconds) }
        writer.write(lastStatus)
        writer.write(lastError)
        writer.write(p50MS)
        writer.write(p95MS)
        writer.write(p5MS)
        writer.write(UInt64(recentFailures))
        writer.write(errorCount)
        writer.write(UInt64(isFlapping ? 1 : 0))
        return writer.bytes
    }

    /// Reads `packed`; nil where the bytes are not of its making.
    ///
    /// What an earlier version did not store stays unknown; the name is the attempt's own.
    public init?(packed: [UInt8]) {
        self = .unknown
        var reader = PackedReader(packed)
        guard let executions = reader.readSigned(), let failures = reader.readSigned(),
            let consecutiveFailures = reader.readSigned(), let consecutiveSuccesses = reader.readSigned(),
            let consecutiveFailedRuns = reader.readSigned(), let lastExecutionAt = reader.readOptionalSigned(),
            let lastSuccessAt = reader.readOptionalSigned(), let lastFailureAt = reader.readOptionalSigned(),
            let lastStatus = reader.readOptionalText(), let lastError = reader.readOptionalText(),
            let p50MS = reader.readOptionalSigned(), let p95MS = reader.readOptionalSigned()
        else { return nil }
        self.executions = executions
        self.failures = failures
        self.consecutiveFailures = consecutiveFailures
        self.consecutiveSuccesses = consecutiveSuccesses
        self.consecutiveFailedRuns = consecutiveFailedRuns
        self.lastExecutionAt = lastExecutionAt.map(Instant.init(microseconds:))
        self.lastSuccessAt = lastSuccessAt.map(Instant.init(microseconds:))
        self.lastFailureAt = lastFailureAt.map(Instant.init(microseconds:))
        self.lastStatus = lastStatus
        self.lastError = lastError
        self.p50MS = p50MS
        self.p95MS = p95MS
        guard !reader.isAtEnd else { return }
        guard let p5MS = reader.readOptionalSigned(), let recentFailures = reader.readUnsigned(),
            let errorCount = reader.readSigned(), let isFlapping = reader.readUnsigned(), reader.isAtEnd
        else { return nil }
        self.p5MS = p5MS
        self.recentFailures = Int(truncatingIfNeeded: recentFailures)
        self.errorCount = errorCount
        self.isFlapping = isFlapping == 1
    }
}
