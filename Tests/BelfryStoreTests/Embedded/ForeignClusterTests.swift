import Foundation
import Testing

@testable import BelfryStore

/// Commands of another account than the one whose server runs.
struct ForeignClusterTests {
    private let data = FileManager.default.temporaryDirectory.appending(path: "belfry-\(UUID().uuidString)").path

    private func with(_ body: () throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: data + "/postgres", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: data) }
        try body()
    }

    @Test func theOwnerIsNamedToEverybodyElseButRoot() throws {
        try with {
            let own = geteuid()
            #expect(ForeignCluster(dataDirectory: data, as: own) == nil)
            #expect(ForeignCluster(dataDirectory: data, as: 0) == nil)
            let found = try #require(ForeignCluster(dataDirectory: data, as: own + 1_234))
            #expect(found.path == data + "/postgres")
            #expect(found.owner == NSUserName())
            #expect(found.user == NSUserName())
            #expect(ForeignCluster(dataDirectory: data + "/none", as: own + 1_234) == nil)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "needs root to give a folder away"))
    func theServerOfRootIsReachedByRoot() throws {
        try with {
            try #require(chown(data + "/postgres", 65_534, 65_534) == 0)
            let found = try #require(ForeignCluster(dataDirectory: data, as: 12_345))
            #expect(found.owner == "nobody")
            #expect(found.user == "root")
            try #require(chown(data + "/postgres", 54_321, 54_321) == 0)
            #expect(ForeignCluster(dataDirectory: data, as: 12_345)?.owner == "54321")
        }
    }
}
