import Foundation

/// A program started in a session of its own, from `/`, with default signal handling and a bare environment.
///
/// Foundation's `Process` has no new session, without which Ctrl-C in the terminal reaches the database before the drain.
/// The working folder is `/` because another account may not be able to enter the current one.
struct ChildProcess: Sendable {
    let processID: pid_t

    /// `POSIX_SPAWN_SETSID` of glibc's and musl's `spawn.h`, which Swift's overlay does not show.
    private static let newSession: Int32 = 0x80

    /// What a program that ran to its end left behind.
    struct Result: Sendable {
        let succeeded: Bool
        /// The last 2,000 characters of what it printed, standard error included.
        let output: String
    }

    /// Starts `command`, found in `PATH`, printing to `output`.
    static func spawn(
        _ command: [String],
        input: String = "/dev/null",
        output: Int32
    ) throws(EmbeddedPostgresError) -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        // A server that outlives this process must hold none of its pipes, sockets and locks.
        for descriptor in Self.openDescriptors() { posix_spawn_file_actions_addclose(&actions, descriptor) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var every = sigset_t()
        sigfillset(&every)
        posix_spawnattr_setsigdefault(&attributes, &every)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        let flags = Self.newSession | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"
        let words = ["/bin/sh", "-c", "cd / && exec \"$@\"", "sh"] + command
        let settings = ["PATH=\(path)", "LC_ALL=C", "TZ=UTC"]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        var environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) }
        arguments.append(nil)
        environment.append(nil)
        defer { (arguments + environment).forEach { free($0) } }

        var processID: pid_t = 0
        let status = posix_spawn(&processID, "/bin/sh", &actions, &attributes, arguments, environment)
        guard status == 0 else {
            throw .commandFailed(program: command.first ?? "", output: String(cString: strerror(status)))
        }
        return ChildProcess(processID: processID)
    }

    /// Every open descriptor but the three standard ones.
    private static func openDescriptors() -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
        return names.compactMap(Int32.init).filter { $0 > 2 }
    }

    /// Runs `command` to its end, giving it `input` to read.
    static func run(_ command: [String], input: String = "") async throws(EmbeddedPostgresError) -> Result {
        let folder = NSTemporaryDirectory() + "/belfry-" + UUID().uuidString
        try FileSystem.makeDirectory(folder, permissions: 0o700)
        defer { try? FileSystem.remove(folder) }
        let inputPath = folder + "/input"
        let outputPath = folder + "/output"
        try FileSystem.replace(inputPath, with: input, permissions: 0o600, account: .current())
        let output = open(outputPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw FileSystem.failure("write", outputPath) }
        defer { close(output) }
        let child = try spawn(command, input: inputPath, output: output)
        var status: Int32 = 0
        while waitpid(child.processID, &status, WNOHANG) == 0 { await Pause.uncancelled(.milliseconds(5)) }
        let text = (FileSystem.contents(of: outputPath) ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        return Result(succeeded: status == 0, output: String(text.suffix(2000)))
    }
}
