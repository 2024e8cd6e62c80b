import Foundation

/// How much memory there is to share out.
enum MachineMemory {
    /// Megabytes of the machine, or of the control group it runs in where that is less.
    static let megabytes: Int = {
        let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
        return min(machine, limit(in: "/sys/fs/cgroup/memory.max") ?? .max) / 1_048_576
    }()

    /// The bytes a control group's file allows; nil where there is none or it says `max`.
    static func limit(in path: String) -> Int? {
        FileSystem.contents(of: path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}
