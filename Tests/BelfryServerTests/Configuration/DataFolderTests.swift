import Foundation
import Testing

@testable import BelfryServer

struct DataFolderTests {
    private let temporary: TemporaryFolder
    private let folder: DataFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = DataFolder(path: "\(temporary.path)/new/data")
    }

    @Test func theFirstStartMakesASecretThatOnlyItsUserCanRead() throws {
        #expect(try folder.read(.webhookSecret) == nil)
        let made = try folder.readOrMake(.webhookSecret)
        #expect(made.isNew)
        let text = try #require(made.secrets.first?.text)
        #expect(text.count == 64 && text.allSatisfy { "0123456789abcdef".contains($0) })
        let file = folder.path(of: .webhookSecret)
        #expect(file.hasSuffix("/data/webhook_secret"))
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["webhook_secret"])
    }

    @Test func laterStartsReadIt() throws {
        let made = try folder.readOrMake(.adminToken)
        let again = try folder.readOrMake(.adminToken)
        #expect(!again.isNew)
        #expect(again.secrets == made.secrets)
        #expect(try folder.readOrMake(.webhookSecret).secrets != made.secrets)
    }

    @Test func processesThatStartAtOnceAgree() async throws {
        let folder = folder
        let results = try await withThrowingTaskGroup(of: (secrets: [Secret], isNew: Bool).self) { group in
            for _ in 0..<8 { group.addTask { try folder.readOrMake(.webhookSecret) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(results.map(\.secrets)).count == 1)
        #expect(results.filter(\.isNew).count == 1)
    }

    @Test func aFileMayHoldSeveralSecrets() throws {
        try temporary.write("one\n\n  two \r\n", to: "new/data/webhook_secret")
        #expect(try folder.read(.webhookSecret)?.map(\.text) == ["one", "two"])
    }

    @Test func aBackedUpSecretGoesWhereNoneIs() throws {
        let backup = try temporary.write("first\nsecond\n", to: "backup")
        #expect(try folder.restore(.webhookSecret, from: backup))
        #expect(try folder.read(.webhookSecret)?.map(\.text) == ["first", "second"])
        let file = folder.path(of: .webhookSecret)
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["webhook_secret"])
        #expect(try !folder.restore(.webhookSecret, from: temporary.write("third\n", to: "backup")))
        #expect(try folder.read(.webhookSecret)?.count == 2)
    }

    @Test func anEmptyFileIsAnErrorThatNamesIt() throws {
        try temporary.write("\n", to: "new/data/webhook_secret")
        let error = #expect(throws: DataFolderError.self) { try folder.readOrMake(.webhookSecret) }
        #expect(error?.description.contains("webhook_secret cannot be used: it is empty") == true)
    }

    @Test func aFolderThatCannotBeMadeIsAnErrorThatNamesTheSetting() throws {
        let file = try temporary.write("", to: "file")
        let error = #expect(throws: DataFolderError.self) {
            try DataFolder(path: "\(file)/data").readOrMake(.webhookSecret)
        }
        #expect(error?.description.contains("(data_dir)") == true)
    }
}
