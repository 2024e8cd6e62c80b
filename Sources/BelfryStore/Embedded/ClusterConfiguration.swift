/// The three configuration files of a cluster, written anew at each start.
///
/// Access is PostgreSQL's `peer`: the kernel says which account is calling, and the map says which roles that account may
/// take. No password exists, nothing listens on TCP, and the socket lies in a folder of mode 0700. Another account gets
/// `belfry_reader` by one more line of the map and search permission on the socket folder.
struct ClusterConfiguration: Sendable {
    /// The role Belfry connects as, the cluster's superuser, and the database of the same name.
    static let role = "belfry"
    /// The role for reading, made by the schema.
    static let readerRole = "belfry_reader"

    /// The log that is kept for use again, and written ahead in a new cluster: about 200,000 webhooks.
    static let reservedMegabytes = 256

    let account: ClusterAccount
    /// The account this process runs as.
    let user: ClusterAccount
    /// Megabytes of the machine, or of what its container may use.
    var machineMegabytes = MachineMemory.megabytes

    /// File names in the cluster with their texts.
    var files: [(name: String, text: String)] {
        [("postgresql.conf", settings), ("pg_hba.conf", Self.access), ("pg_ident.conf", accountMap)]
    }

    /// Writes the files; returns whether any of them changed.
    func write(to cluster: String) throws(EmbeddedPostgresError) -> Bool {
        var changed = false
        for file in files {
            let path = cluster + "/" + file.name
            if try FileSystem.replace(path, with: file.text, permissions: 0o600, account: account) { changed = true }
        }
        return changed
    }

    /// `listen_addresses` and the socket folder are not here: they are on the command line, where nothing overrides them.
    private var settings: String {
        """
        # Written by belfry at each start. ALTER SYSTEM SET overrides what stands here and survives.
        shared_buffers = \(bufferMegabytes)MB
        max_connections = 50
        fsync = on
        synchronous_commit = on
        wal_compression = on
        max_wal_size = 2GB
        min_wal_size = \(Self.reservedMegabytes)MB
        checkpoint_timeout = 15min
        random_page_cost = 1.1
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        datestyle = 'iso, ymd'
        default_text_search_config = 'pg_catalog.simple'
        log_checkpoints = off
        log_line_prefix = '%m [%p] %q%u@%d '

        """
    }

    /// An eighth of the memory, 128 to 1024 MB: the keys of recent executions and the states of jobs should be in it, and
    /// PostgreSQL takes only what it has used.
    private var bufferMegabytes: Int {
        min(max(machineMegabytes / 8 / 64 * 64, 128), 1024)
    }

    private static let access = """
        # Written by belfry at each start. The kernel names the calling account; pg_ident.conf names its roles.
        local all all peer map=belfry

        """

    private var accountMap: String {
        var text = "# Written by belfry at each start. Map, account, role.\n"
        for name in Set(["root", account.name, user.name]).sorted() {
            for role in [Self.role, Self.readerRole] { text += "belfry \"\(name)\" \(role)\n" }
        }
        return text
    }
}
