/// Makes a cluster with Belfry's empty database in it, whole or not at all: it gets its name when everything is there.
struct ClusterCreation: Sendable {
    let location: ClusterLocation
    let programs: PostgresPrograms
    let configuration: ClusterConfiguration

    /// Collation by bytes, which is the same everywhere and the fastest; character classes of Unicode.
    private static let encoding = ["--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8"]

    /// A new segment of the log is filled with zeros while every commit waits: 16 MB, the default, take 30 ms, 4 MB take 8.
    private static let segmentMegabytes = 4

    /// Uses up as much of the log as is kept: the checkpoint at the end leaves its segments to be written again.
    ///
    /// Takes a third of a second; a writer that has to make its segments itself spends a sixth of its time on it.
    private static let reserve = """
        DO $$ BEGIN FOR segment IN 1..\(ClusterConfiguration.reservedMegabytes / segmentMegabytes) LOOP \
        PERFORM pg_logical_emit_message(false, 'belfry', ''); PERFORM pg_switch_wal(); END LOOP; END $$

        """

    /// Takes about a second and replaces the draft that an interrupted start left behind.
    func run() async throws(EmbeddedPostgresError) {
        let draft = location.cluster + ".draft"
        try await makeWithoutDatabase(draft)
        try await execute(
            "postgres",
            ["--single", "-D", draft, "-c", "exit_on_error=on", "template1"],
            input: "CREATE DATABASE \(ClusterConfiguration.role)\n" + Self.reserve
        )
        try FileSystem.rename(draft, to: location.cluster)
    }

    /// Makes the folder anew as a cluster with nothing of Belfry's in it but the role and the configuration.
    func makeWithoutDatabase(_ draft: String) async throws(EmbeddedPostgresError) {
        try FileSystem.remove(draft)
        try FileSystem.makeDirectory(draft, permissions: 0o700, account: location.account)
        try await execute(
            "initdb",
            ["-D", draft, "--username=\(ClusterConfiguration.role)", "--auth-local=peer", "--auth-host=reject"]
                + ["--data-checksums", "--no-instructions", "--wal-segsize=\(Self.segmentMegabytes)"] + Self.encoding
        )
        _ = try configuration.write(to: draft)
    }

    private func execute(
        _ program: String,
        _ arguments: [String],
        input: String = ""
    ) async throws(EmbeddedPostgresError) {
        let command = location.account.command([programs.path(of: program)] + arguments)
        let result = try await ChildProcess.run(command, input: input)
        guard result.succeeded else { throw .commandFailed(program: program, output: result.output) }
    }
}
