/// A 64-bit digest of what an execution says, by which a redelivery is told from a contradiction.
///
/// The same on every platform and in every process, because replicas compare digests through the database. Not
/// cryptographic: both deliveries were signed by the same sender. Its constants must not change once digests are
/// stored.
public enum ContentDigest {
    /// The digest of every field of an execution.
    public static func digest(_ execution: Execution) -> Int64 {
        var mixer = ContentMixer()
        mixer.mix(execution.jobID)
        mixer.mix(execution.jobName)
        mixer.mix(execution.executionID)
        mixer.mix(execution.status.text)
        mixer.mix(execution.executedAt.microseconds)
        mixer.mix(execution.responseCode.map(Int64.init))
        mixer.mix(execution.responseTimeMS)
        mixer.mix(execution.responseBody)
        mixer.mix(execution.errorMessage)
        mixer.mix(Int64(execution.retryAttempt))
        mixer.mix(execution.nextRetryAt?.microseconds)
        mixer.mix(execution.isTest ? 1 : 0)
        return mixer.digest
    }
}
