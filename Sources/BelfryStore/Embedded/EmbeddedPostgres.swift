import Foundation
public import Logging

/// A private PostgreSQL for one data folder: found, made, started, supervised and stopped by Belfry itself.
///
/// The cluster is `postgres` in the data folder. The server listens on a unix socket in a private folder and never on TCP,
/// runs in a session of its own (Ctrl-C reaches Belfry only), and survives a kill of Belfry: the next start adopts it.
/// While a value of this type is live no other Belfry can use the data folder.
public actor EmbeddedPostgres {
    /// libpq's key-value form, as superuser `belfry` of the database `belfry`.
    public nonisolated let connectionString: String
    /// Whether this start made the cluster.
    public nonisolated let isNew: Bool
    /// The server's version as its programs give it, for example `15.20`.
    public nonisolated var serverVersion: String { programs.version }
    /// The programs that belong to the cluster, for `psql` and `pg_dump` of the same version.
    public nonisolated let programs: PostgresPrograms
    /// The folder of the socket, mode 0700.
    public nonisolated let socketDirectory: String
    /// The cluster, an absolute path without links.
    public nonisolated let clusterDirectory: String
    /// Sentences for the start-up text: that the cluster lies elsewhere, that a server was adopted, that a newer one is there.
    public nonisolated let notes: [String]

    private enum State {
        case running(Postmaster)
        case stopped
    }

    private static let supervisionInterval = Duration.milliseconds(500)

    /// The wait after a failed restart, so that a full disk does not make a busy loop.
    private static let restartDelay = Duration.seconds(5)

    private let launcher: PostmasterLauncher
    private let stopTimeout: Duration
    private let logger: Logger
    private var state: State
    private var locks: [DataDirectoryLock]

    /// Returns once the server accepts connections: finds the programs, makes the cluster when absent, and starts its server
    /// or adopts the one that an earlier Belfry left running.
    ///
    /// Throws ``EmbeddedPostgresError/locked(directory:processID:)`` when another process uses the data folder.
    public static func start(
        _ options: Options,
        logger: Logger
    ) async throws(EmbeddedPostgresError) -> EmbeddedPostgres {
        let user = try ClusterAccount.current()
        try FileSystem.makeDirectory(options.dataDirectory, permissions: user.userID == 0 ? 0o711 : 0o700)
        let dataDirectory = try FileSystem.resolved(options.dataDirectory)
        var locks = [try DataDirectoryLock(directory: dataDirectory)]
        let location = try await ClusterLocation.find(
            dataDirectory: dataDirectory,
            relocationDirectory: options.relocationDirectory
        )
        // A copied data folder links to the same cluster.
        if location.isRelocated { locks.append(try DataDirectoryLock(directory: location.home)) }

        let programs = try await PostgresPrograms.find(
            major: location.exists ? try location.majorVersion() : nil,
            cluster: location.entry,
            in: options.programDirectories
        )
        let configuration = ClusterConfiguration(account: location.account, user: user)
        if !location.exists {
            try await ClusterCreation(location: location, programs: programs, configuration: configuration).run()
        }
        let launcher = PostmasterLauncher(
            location: location,
            programs: programs,
            configuration: configuration,
            log: try ServerLog(path: dataDirectory + "/postgres.log"),
            timeout: options.startTimeout
        )
        let launched = try await launcher.launch()
        let newest = try await PostgresPrograms.installed(in: options.programDirectories).first
        return EmbeddedPostgres(
            launched: launched,
            launcher: launcher,
            newerMajor: newest.map(\.major).flatMap { $0 > programs.major ? $0 : nil },
            isNew: !location.exists,
            locks: locks,
            stopTimeout: options.stopTimeout,
            logger: logger
        )
    }

    private init(
        launched: PostmasterLauncher.Launched,
        launcher: PostmasterLauncher,
        newerMajor: Int?,
        isNew: Bool,
        locks: [DataDirectoryLock],
        stopTimeout: Duration,
        logger: Logger
    ) {
        let location = launcher.location
        var notes: [String] = []
        if location.isRelocated {
            notes.append(
                "The database lives in \(location.cluster), where the account \(location.account.name) can reach it; "
                    + "\(location.entry) links to it."
            )
        }
        if launched.isAdopted {
            notes.append("PostgreSQL was still running (process \(launched.postmaster.processID)) and goes on.")
        }
        if let newerMajor {
            notes.append(
                "This machine has PostgreSQL \(newerMajor); belfry database upgrade moves the database to it "
                    + "(now \(launcher.programs.major))."
            )
        }
        self.notes = notes
        self.isNew = isNew
        self.launcher = launcher
        self.locks = locks
        self.stopTimeout = stopTimeout
        self.logger = logger
        programs = launcher.programs
        socketDirectory = launched.socketDirectory
        clusterDirectory = location.cluster
        connectionString = Self.connectionString(socketDirectory: launched.socketDirectory)
        state = .running(launched.postmaster)
    }

    /// Watches the server until the task is cancelled: starts it again when it has gone, and bounds its log.
    ///
    /// Clients see the restart as a lost connection to the same ``connectionString``.
    public func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.supervisionInterval)
            launcher.log.bound()
            await restartIfGone()
        }
    }

    /// Ends the server and frees the data folder: a fast shutdown, which ends every connection, then an immediate one.
    ///
    /// Returns when the server has gone. A second call does nothing.
    public func stop() async {
        guard case .running(let postmaster) = state else { return }
        state = .stopped
        await postmaster.stop(within: stopTimeout)
        locks = []
    }

    /// The connection string of the server that another process runs for a data folder, for `belfry psql` beside
    /// `belfry serve`; `nil` when none accepts connections or its files are not readable.
    public static func connectionString(
        dataDirectory: String,
        role: String
    ) -> String? {
        guard let cluster = try? FileSystem.resolved(dataDirectory + "/postgres"),
            let postmaster = Postmaster.running(in: cluster), postmaster.isReady,
            let file = PostmasterFile.read(cluster: cluster)
        else { return nil }
        return connectionString(socketDirectory: file.socketDirectory, role: role)
    }

    private static func connectionString(
        socketDirectory: String,
        role: String = ClusterConfiguration.role
    ) -> String {
        "host=\(socketDirectory) port=5432 user=\(role) dbname=\(ClusterConfiguration.role)"
    }

    private func restartIfGone() async {
        guard case .running(let postmaster) = state, !postmaster.isAlive, !Task.isCancelled else { return }
        logger.warning(
            "The embedded PostgreSQL ended and is started again",
            metadata: ["pid": "\(postmaster.processID)"]
        )
        do {
            let launched = try await launcher.launch()
            guard case .running = state else {
                await launched.postmaster.stop(within: stopTimeout)
                return
            }
            state = .running(launched.postmaster)
        } catch {
            logger.error("The embedded PostgreSQL could not be started again", metadata: ["error": "\(error)"])
            try? await Task.sleep(for: Self.restartDelay)
        }
    }
}
