import Foundation

/// Brings the server of a cluster to the point where it accepts connections, whatever state an earlier one left.
struct PostmasterLauncher: Sendable {
    /// A server that accepts connections.
    struct Launched: Sendable {
        let postmaster: Postmaster
        let socketDirectory: String
        /// Whether it was running before.
        let isAdopted: Bool
    }

    /// How long the server processes of a killed postmaster are waited for; they end at their next look at it.
    private static let orphanPatience = Duration.seconds(15)

    let location: ClusterLocation
    let programs: PostgresPrograms
    let configuration: ClusterConfiguration
    let log: ServerLog
    let timeout: Duration

    /// Adopts the live server or starts one.
    func launch() async throws(EmbeddedPostgresError) -> Launched {
        let isChanged = try configuration.write(to: location.cluster)
        if let running = Postmaster.running(in: location.cluster) {
            if let socketDirectory = await reachableSocket(of: running) {
                if isChanged { running.reload() }
                return Launched(postmaster: running, socketDirectory: socketDirectory, isAdopted: true)
            }
            await running.stop(within: .seconds(30))
        }
        let socketDirectory = try SocketDirectory.prepare(home: location.home, account: location.account)
        try removeForeignLocks(socketDirectory)
        log.bound()
        let postmaster = try await start(in: socketDirectory)
        return Launched(postmaster: postmaster, socketDirectory: socketDirectory, isAdopted: false)
    }

    private func reachableSocket(of postmaster: Postmaster) async -> String? {
        guard await postmaster.waitUntilReady(within: timeout),
            let file = PostmasterFile.read(cluster: location.cluster),
            FileSystem.entry(at: file.socketDirectory + "/" + SocketDirectory.socketName) != nil
        else { return nil }
        return file.socketDirectory
    }

    /// Removes what a killed server left with a number that now belongs to another program, for which PostgreSQL would not start.
    ///
    /// A live server is never overrun by this: the shared memory of the cluster tells on it.
    private func removeForeignLocks(_ socketDirectory: String) throws(EmbeddedPostgresError) {
        for path in [PostmasterFile.path(cluster: location.cluster), SocketDirectory.lock(in: socketDirectory)] {
            guard let file = FileSystem.contents(of: path).flatMap(PostmasterFile.init(text:)),
                kill(file.processID, 0) == 0
            else { continue }
            try FileSystem.remove(path)
        }
    }

    private func start(in socketDirectory: String) async throws(EmbeddedPostgresError) -> Postmaster {
        let command = location.account.command([
            programs.path(of: "postgres"), "-D", location.cluster, "-p", "5432",
            "-c", "listen_addresses=", "-c", "unix_socket_directories=\(socketDirectory)",
        ])
        let patienceEnds = ContinuousClock.now + Self.orphanPatience
        while true {
            let logStart = log.size
            let child = try ChildProcess.spawn(command, output: log.descriptor)
            let postmaster = Postmaster(processID: child.processID, cluster: location.cluster)
            if await postmaster.waitUntilReady(within: timeout) { return postmaster }
            guard !postmaster.isAlive else {
                await postmaster.stop(within: .seconds(5))
                throw .timedOut(log: log.path, seconds: Int(timeout.components.seconds))
            }
            let lines = log.text(from: logStart)
            guard ContinuousClock.now < patienceEnds, try isWorthAnotherTry(lines, socketDirectory) else {
                throw .didNotStart(log: log.path, lines: lines)
            }
            await Pause.uncancelled(.milliseconds(200))
        }
    }

    /// Whether that for which a server did not start passes by itself, or has just been removed.
    private func isWorthAnotherTry(
        _ lines: String,
        _ socketDirectory: String
    ) throws(EmbeddedPostgresError) -> Bool {
        if lines.contains("pre-existing shared memory block") { return true }
        // The number was nobody's when it was looked at. In a container the threads of this process get the numbers around
        // the one that the server had in an earlier container.
        guard lines.contains("FATAL:  lock file"), Postmaster.running(in: location.cluster) == nil else { return false }
        try removeForeignLocks(socketDirectory)
        return true
    }
}
