import Foundation
import Testing

@testable import BelfryServer

struct FileDraftTests {
    private let folder: TemporaryFolder
    private let file: String

    init() throws {
        folder = try TemporaryFolder()
        file = folder.path + "/belfry.tar"
    }

    private func mode(_ path: String) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }

    @Test func itIsMadeBesideItsPlaceAndPutThereWhole() throws {
        try FileDraft.make(file) { draft in
            #expect(draft.folder.hasPrefix(folder.path + "/."))
            #expect(try mode(draft.folder) == 0o700)
            #expect(try mode(draft.path) == 0o600)
            try "part".write(toFile: draft.folder + "/part", atomically: false, encoding: .utf8)
            try #require(FileHandle(forWritingAtPath: draft.path)).write(contentsOf: Data("whole".utf8))
            #expect(!FileManager.default.fileExists(atPath: file))
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "whole")
        #expect(try mode(file) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["belfry.tar"])
    }

    @Test func whatFailsIsGone() throws {
        #expect(throws: CancellationError.self) {
            try FileDraft.make(file) { draft in
                try "secret".write(toFile: draft.folder + "/part", atomically: false, encoding: .utf8)
                throw CancellationError()
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func whatIsThereStays() throws {
        #expect(throws: FileDraft.Failure.self) {
            try FileDraft.make(file) { _ in _ = try folder.write("somebody else's", to: "belfry.tar") }
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "somebody else's")
        #expect(throws: FileDraft.Failure.self) { try FileDraft.make(file) { _ in } }
        #expect(throws: FileDraft.Failure.self) { try FileDraft.make(folder.path + "/nowhere/belfry.tar") { _ in } }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["belfry.tar"])
    }
}
