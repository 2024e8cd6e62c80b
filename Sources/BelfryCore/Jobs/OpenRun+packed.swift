extension OpenRun {
    /// Open runs in few bytes, for a column only Belfry reads; empty for none.
    static func pack(_ runs: [OpenRun]) -> [UInt8] {
        var writer = PackedWriter()
        for run in runs {
            writer.write(run.runID)
            writer.write(run.executionID)
            writer.write(run.startedAt.microseconds)
            writer.write(Int64(run.lastAttempt))
            writer.write(run.promisedAt.microseconds)
            writer.write(run.receivedAt.microseconds)
            writer.write(Int64(run.attemptsSeen))
            writer.write(run.isSuperseded ? UInt64(1) : 0)
        }
        return writer.bytes
    }

    /// Reads `pack`; nil where the bytes are not of its making.
    static func unpack(_ bytes: [UInt8]) -> [OpenRun]? {
        var reader = PackedReader(bytes)
        var runs: [OpenRun] = []
        while !reader.isAtEnd {
            guard let runID = reader.readText(), let executionID = reader.readText(),
                let startedAt = reader.readSigned(),
                let lastAttempt = reader.readSigned().flatMap(Int32.init(exactly:)),
                let promisedAt = reader.readSigned(), let receivedAt = reader.readSigned(),
                let attemptsSeen = reader.readSigned().flatMap(Int32.init(exactly:)),
                let superseded = reader.readUnsigned()
            else { return nil }
            runs.append(
                OpenRun(
                    runID: runID,
                    executionID: executionID,
                    startedAt: Instant(microseconds: startedAt),
                    lastAttempt: lastAttempt,
                    promisedAt: Instant(microseconds: promisedAt),
                    receivedAt: Instant(microseconds: receivedAt),
                    attemptsSeen: attemptsSeen,
                    isSuperseded: superseded == 1
                )
            )
        }
        return runs
    }
}
