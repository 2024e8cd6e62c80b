#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// How many files and connections this process may have open.
public enum FileDescriptorLimit {
    /// The most that is asked for: some systems allow a billion, and libraries close each of them when they start a process.
    private static let mostWanted: rlim_t = 65_536
    /// What the database, chats, files and libraries use, with room.
    private static let reserved = 124

    /// Raises the soft limit, usually 1,024, as far as this process may.
    ///
    /// Where that fails the limit stays as it is, and so fewer connections are accepted.
    public static func raise() {
        guard var limit = current() else { return }
        let wanted = min(limit.rlim_max, mostWanted)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = wanted
        #if canImport(Glibc)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #else
        _ = setrlimit(RLIMIT_NOFILE, &limit)
        #endif
    }

    /// How many connections each of some listeners can have; nil where the limit is not known.
    static func connections(listeners: Int) -> Int? {
        current().map { max(1, (Int(clamping: $0.rlim_cur) - reserved) / listeners) }
    }

    /// The limits in force; nil where the system does not say.
    static func current() -> rlimit? {
        var limit = rlimit()
        #if canImport(Glibc)
        let result = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #else
        let result = getrlimit(RLIMIT_NOFILE, &limit)
        #endif
        return result == 0 ? limit : nil
    }
}
