import Foundation
import Testing

@testable import BelfryStore

struct ClusterConfigurationTests {
    @Test(arguments: [(512, 128), (1_024, 128), (2_000, 192), (4_096, 512), (24_576, 1_024)])
    func buffersAreAnEighthOfTheMemoryWithinBounds(machine: Int, buffers: Int) throws {
        let account = try ClusterAccount.current()
        let configuration = ClusterConfiguration(account: account, user: account, machineMegabytes: machine)
        let settings = try #require(configuration.files.first { $0.name == "postgresql.conf" }).text
        #expect(settings.contains("\nshared_buffers = \(buffers)MB\n"))
        #expect(settings.hasPrefix("# Written by belfry"))
    }

    @Test(arguments: [("536870912\n", 536_870_912), ("max\n", nil)] as [(String, Int?)])
    func aControlGroupsLimitIsRead(text: String, bytes: Int?) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "memory.max.\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        #expect(MachineMemory.limit(in: file.path) == bytes)
        #expect(MachineMemory.limit(in: file.path + ".none") == nil)
    }
}
