internal import Foundation
internal import Synchronization

/// The service manager that started this process, which is told by datagrams how it fares (systemd's `sd_notify`).
///
/// The protocol is a text of `KEY=value` lines in one datagram to the socket that `NOTIFY_SOCKET` names, so libsystemd is not
/// needed for it: https://www.freedesktop.org/software/systemd/man/252/sd_notify.html
public final class ServiceManager: Sendable {
    /// Why the environment names no service manager that can be told anything.
    public struct InvalidAddress: Error, CustomStringConvertible {
        /// What `NOTIFY_SOCKET` says.
        public let text: String

        /// The sentence for the log.
        public var description: String {
            "NOTIFY_SOCKET=\(text) is neither an absolute path nor an abstract name of at most "
                + "\(NotifyAddress.longest) bytes"
        }
    }

    /// How often the service manager wants to hear from a process that works; nil where it does not watch.
    public let watchdog: Duration?

    private let address: NotifyAddress
    private let lastStatus = Mutex("")

    /// The service manager of this environment; nil where `NOTIFY_SOCKET` is not set.
    ///
    /// `WATCHDOG_USEC` counts only for the process that `WATCHDOG_PID` names, when it names one: this one unless `processID` is given.
    public init?(environment: [String: String], processID: Int32? = nil) throws(InvalidAddress) {
        guard let name = environment["NOTIFY_SOCKET"], !name.isEmpty else { return nil }
        guard let address = NotifyAddress(name) else { throw InvalidAddress(text: name) }
        self.address = address
        let isForUs = environment["WATCHDOG_PID"].map { Int32($0) == processID ?? getpid() } ?? true
        if isForUs, let period = environment["WATCHDOG_USEC"].flatMap(Int64.init), period > 0 {
            watchdog = .microseconds(period)
        } else {
            watchdog = nil
        }
    }

    /// Tells all of it in one datagram; false where it did not arrive, which changes nothing for this process.
    @discardableResult
    public func tell(_ states: ServiceState...) -> Bool {
        address.send(states.map(\.line).joined(separator: "\n"))
    }

    /// Tells one line for people, unless it was the last one told.
    public func tell(status: String) {
        let isNew = lastStatus.withLock { last in
            defer { last = status }
            return last != status
        }
        if isNew { tell(.status(status)) }
    }
}
