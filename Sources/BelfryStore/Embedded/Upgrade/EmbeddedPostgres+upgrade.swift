extension EmbeddedPostgres {
    /// What became of a private database that was to be moved to another major version.
    public enum UpgradeOutcome: Sendable, Equatable {
        /// It is that version already.
        case current(version: String)
        /// It was moved; the old cluster is kept at a path, for the person to remove, and some sentences are to be read.
        case moved(from: String, to: String, kept: String, notes: [String])
    }

    /// Moves the private database of a data folder to a newer major version; no server of it may be in use.
    ///
    /// `major` is the newest installed one unless given. Whenever it is interrupted, the old database is still there and the
    /// next start, or the next upgrade, goes on from it. Returns when the new one is on disk and in place.
    public static func upgrade(
        _ options: Options,
        to major: Int? = nil,
        progress: @escaping @Sendable (String) -> Void
    ) async throws(EmbeddedPostgresError) -> UpgradeOutcome {
        let dataDirectory = try FileSystem.resolved(options.dataDirectory)
        var locks = [try DataDirectoryLock(directory: dataDirectory)]
        defer { locks = [] }
        let location = try await ClusterLocation.find(
            dataDirectory: dataDirectory,
            relocationDirectory: options.relocationDirectory
        )
        guard location.exists else { throw .nothingToUpgrade(cluster: location.entry) }
        if location.isRelocated { locks.append(try DataDirectoryLock(directory: location.home)) }

        let old = try await PostgresPrograms.find(
            major: try location.majorVersion(),
            cluster: location.entry,
            in: options.programDirectories
        )
        let installed = try await PostgresPrograms.installed(in: options.programDirectories)
        let target = major ?? installed.first?.major ?? old.major
        if target == old.major { return .current(version: old.version) }
        guard target > old.major, let new = installed.first(where: { $0.major == target }) else {
            throw .cannotUpgrade(from: old.major, to: target)
        }
        let notes = try await ClusterUpgrade(
            location: location,
            old: old,
            new: new,
            configuration: ClusterConfiguration(account: location.account, user: try ClusterAccount.current()),
            log: try ServerLog(path: dataDirectory + "/postgres.log"),
            startTimeout: options.startTimeout,
            stopTimeout: options.stopTimeout,
            progress: progress
        ).run()
        let kept = UpgradeDrafts(cluster: location.cluster).kept(major: old.major)
        return .moved(from: old.version, to: new.version, kept: kept, notes: notes)
    }
}
