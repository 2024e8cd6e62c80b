internal import Dispatch

/// One thing a service manager is told, in the words of sd_notify(3).
public enum ServiceState: Hashable, Sendable {
    /// The start, or a reload, is complete.
    case ready
    /// Files are read again; `ready` follows.
    case reloading
    /// The process drains and ends.
    case stopping
    /// The process works.
    case watchdog
    /// One line for people, which `systemctl status` shows.
    case status(String)

    /// The lines of the datagram.
    var line: String {
        switch self {
        case .ready: "READY=1"
        case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(Self.monotonicMicroseconds)"
        case .stopping: "STOPPING=1"
        case .watchdog: "WATCHDOG=1"
        case .status(let text): "STATUS=" + text.replacing("\n", with: " ")
        }
    }

    /// The clock by which systemd 253 and later tells this reload from an earlier one.
    private static var monotonicMicroseconds: UInt64 { DispatchTime.now().uptimeNanoseconds / 1_000 }
}
