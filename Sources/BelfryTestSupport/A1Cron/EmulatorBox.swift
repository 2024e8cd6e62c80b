internal import Synchronization

/// Leads from a connection to the emulator, which is made after its server.
final class EmulatorBox: Sendable {
    private let reference = Mutex<A1CronEmulator?>(nil)

    var emulator: A1CronEmulator? {
        get { reference.withLock { $0 } }
        set { reference.withLock { $0 = newValue } }
    }
}
