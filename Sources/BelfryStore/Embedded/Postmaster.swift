import Foundation

/// The server process of a cluster, started by this process or left by an earlier one.
struct Postmaster: Sendable, Equatable {
    let processID: pid_t
    let cluster: String

    /// The live server of the cluster that `postmaster.pid` names, or `nil` when that file is absent or stale.
    static func running(in cluster: String) -> Postmaster? {
        guard let file = PostmasterFile.read(cluster: cluster) else { return nil }
        let postmaster = Postmaster(processID: file.processID, cluster: cluster)
        return postmaster.isAlive && postmaster.isServer ? postmaster : nil
    }

    /// Whether the process lives, as a child of this one or as the server of this cluster.
    ///
    /// Reaps the process when it is an ended child of this one.
    var isAlive: Bool {
        var status: Int32 = 0
        let reaped = waitpid(processID, &status, WNOHANG)
        if reaped >= 0 { return reaped == 0 }
        return (kill(processID, 0) == 0 || errno == EPERM) && isServer
    }

    /// Whether the process is the server of this cluster, and not a later one with the same number.
    private var isServer: Bool {
        let process = "/proc/\(processID)"
        guard let commandLine = FileSystem.contents(of: process + "/cmdline") else {
            // Without a /proc the number is all there is to go by.
            return !FileManager.default.fileExists(atPath: "/proc/self")
        }
        let arguments = commandLine.split(separator: "\0").map(String.init)
        guard let program = arguments.first, (program as NSString).lastPathComponent == "postgres" else { return false }
        // A container's root may not read the working folder of another account's process.
        return FileSystem.target(ofLink: process + "/cwd").map { $0 == cluster } ?? arguments.contains(cluster)
    }

    /// Whether it accepts connections.
    var isReady: Bool { status == .ready }

    private var isStopping: Bool { status == .stopping }

    private var status: PostmasterFile.Status? {
        guard let file = PostmasterFile.read(cluster: cluster), file.processID == processID else { return nil }
        return file.status
    }

    /// Makes it read its configuration files again.
    func reload() { kill(processID, SIGHUP) }

    /// Waits until it accepts connections; `false` when it ended, is about to end, or the time passed.
    func waitUntilReady(within timeout: Duration) async -> Bool {
        await wait(within: timeout) { isReady || isStopping || !isAlive } && isReady
    }

    /// Ends it: a fast shutdown, then an immediate one, which the next start recovers from, then the kernel's.
    func stop(within timeout: Duration) async {
        for (signal, patience) in [(SIGINT, timeout), (SIGQUIT, .seconds(5)), (SIGKILL, .seconds(5))] {
            guard isAlive else { return }
            kill(processID, signal)
            if await wait(within: patience, until: { !isAlive }) { return }
        }
    }

    private func wait(within timeout: Duration, until condition: () -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + timeout
        while !condition() {
            guard ContinuousClock.now < deadline else { return false }
            await Pause.uncancelled(.milliseconds(10))
        }
        return true
    }
}
