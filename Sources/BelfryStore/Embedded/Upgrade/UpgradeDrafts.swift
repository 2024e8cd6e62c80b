/// The folders beside a cluster while it is moved to another major version, and what each means after a crash.
///
/// The cluster itself is never changed. Its successor grows in ``growing``, gets the name ``whole`` once nothing is missing in
/// it, and takes the cluster's place by two renames. So a name tells how far it had come:
///
/// | cluster | whole | what happened | what is done |
/// |---|---|---|---|
/// | there | – or there | nothing was put in place | the drafts are removed: the cluster may have grown since |
/// | gone | there | between the two renames | the second one |
struct UpgradeDrafts: Sendable, Equatable {
    /// The cluster as it is known.
    let cluster: String

    /// The successor while it is made.
    var growing: String { cluster + ".upgrade" }
    /// The successor when it is whole.
    var whole: String { cluster + ".upgraded" }

    /// Holds what is dumped where the files cannot be copied.
    var dump: String { cluster + ".dump" }

    /// Where the cluster of the old major version is kept.
    func kept(major: Int) -> String { "\(cluster).pg\(major)" }

    /// Ends what an interrupted upgrade has left: nobody else may use the data folder meanwhile.
    func settle() async throws(EmbeddedPostgresError) {
        if FileSystem.entry(at: cluster) == nil, FileSystem.entry(at: whole) != nil {
            try FileSystem.rename(whole, to: cluster)
        } else {
            try await remove(whole)
        }
        try await remove(growing)
        try await remove(dump)
    }

    /// Removes a draft that the programs of a killed upgrade may still be at work in.
    private func remove(_ draft: String) async throws(EmbeddedPostgresError) {
        guard FileSystem.entry(at: draft) != nil else { return }
        await Postmaster.running(in: draft)?.stop(within: .seconds(10))
        let gone = draft + ".gone"
        try FileSystem.remove(gone)
        // Under another name it is found by none of them, so that what they still write ends soon.
        try FileSystem.rename(draft, to: gone)
        let patienceEnds = ContinuousClock.now + .seconds(10)
        while true {
            do {
                return try FileSystem.remove(gone)
            } catch {
                guard ContinuousClock.now < patienceEnds else { throw error }
                await Pause.uncancelled(.milliseconds(100))
            }
        }
    }

    /// Puts the whole successor in the place of the cluster, which is kept.
    func putInPlace(keepingMajor major: Int) throws(EmbeddedPostgresError) {
        try FileSystem.rename(growing, to: whole)
        try FileSystem.rename(cluster, to: kept(major: major))
        try FileSystem.rename(whole, to: cluster)
    }
}
