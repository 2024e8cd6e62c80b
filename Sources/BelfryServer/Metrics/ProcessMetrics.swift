#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The `process_…` families, read from `/proc/self` at each scrape; what cannot be read is left out.
struct ProcessMetrics {
    /// Fields of `/proc/self/stat` (proc(5)), counted from the one after the command, which may hold spaces.
    private enum StatField: Int {
        case userTicks = 11
        case systemTicks = 12
        case threads = 17
        case startTicks = 19
        case virtualBytes = 20
        case residentPages = 21
    }

    /// Appends the families.
    func write(to writer: inout ExpositionWriter) {
        func gauge(_ description: MetricDescription, _ value: Double?) {
            guard let value else { return }
            writer.begin(description)
            writer.sample(description.name, value: value)
        }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        let stat = Self.text(ofFile: "/proc/self/stat").map(Self.fieldsAfterCommand)
        func field(_ field: StatField) -> Double? {
            guard let stat, field.rawValue < stat.count else { return nil }
            return Double(stat[field.rawValue])
        }
        if let user = field(.userTicks), let system = field(.systemTicks) {
            gauge(MetricCatalog.processCPU, (user + system) / ticks)
        }
        gauge(MetricCatalog.processOpenFDs, Self.openFileDescriptors())
        gauge(MetricCatalog.processMaxFDs, Self.maximumFileDescriptors())
        gauge(MetricCatalog.processVirtualMemory, field(.virtualBytes))
        gauge(
            MetricCatalog.processResidentMemory,
            field(.residentPages).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
        )
        if let start = field(.startTicks), let boot = Self.bootTime() {
            gauge(MetricCatalog.processStartTime, boot + start / ticks)
        }
        gauge(MetricCatalog.processThreads, field(.threads))
    }

    private static func fieldsAfterCommand(_ stat: String) -> [Substring] {
        guard let end = stat.lastIndex(of: ")") else { return [] }
        return stat[stat.index(after: end)...].split(separator: " ")
    }

    private static func bootTime() -> Double? {
        guard let text = text(ofFile: "/proc/stat") else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix("btime ") {
            return Double(line.dropFirst(6))
        }
        return nil
    }

    private static func openFileDescriptors() -> Double? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // Without `.`, `..` and the descriptor that lists them.
        return Double(count - 3)
    }

    private static func maximumFileDescriptors() -> Double? {
        FileDescriptorLimit.current().map { Double($0.rlim_cur) }
    }

    /// Files of procfs have no size to ask for, so it is read until its end.
    private static func text(ofFile path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
