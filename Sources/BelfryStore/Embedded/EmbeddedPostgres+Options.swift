extension EmbeddedPostgres {
    /// Where the embedded server keeps its files and how long it is waited for.
    public struct Options: Sendable {
        /// Belfry's data folder, relative to the current one, made when absent; the cluster is `postgres` in it.
        public var dataDirectory: String
        /// Folders searched for `initdb` and `postgres`, in order of preference.
        ///
        /// `nil` searches `PATH`, then Debian's `/usr/lib/postgresql/*/bin`, newest first.
        public var programDirectories: [String]?
        /// Parent of the clusters whose account cannot reach the data folder (a clone in `/root`).
        public var relocationDirectory: String
        /// The longest wait for the first connection, generous because replaying the log after a crash takes its time.
        public var startTimeout: Duration
        /// The longest wait for a fast shutdown, which writes a checkpoint, before an immediate one.
        public var stopTimeout: Duration

        /// Options for one data folder, with defaults for the rest.
        public init(
            dataDirectory: String,
            programDirectories: [String]? = nil,
            relocationDirectory: String = "/var/lib/belfry",
            startTimeout: Duration = .seconds(300),
            stopTimeout: Duration = .seconds(30)
        ) {
            self.dataDirectory = dataDirectory
            self.programDirectories = programDirectories
            self.relocationDirectory = relocationDirectory
            self.startTimeout = startTimeout
            self.stopTimeout = stopTimeout
        }
    }
}
