import Foundation
import Testing

@testable import BelfryServer

struct ConfigurationDocumentationTests {
    private let lines: [Substring]

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        lines = try String(contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
            .split(separator: "\n")
    }

    @Test(arguments: ConfigurationKey.all)
    func everyKeyIsDocumentedWithItsVariable(key: ConfigurationKey) throws {
        let row = try #require(lines.first { $0.hasPrefix("| `\(key.path)` |") }, "\(key.path) is missing")
        let variable = key.environmentVariable.map { "`\($0)`" } ?? "–"
        #expect(row.hasSuffix("| \(variable) |"), "\(row)")
    }

    @Test func nothingElseIsDocumentedAsAKey() {
        let known = ConfigurationKey.all.map(\.path)
        let documented = lines.filter { $0.hasPrefix("| `") && $0.hasSuffix("|") && $0.contains("BELFRY_") }
            .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        #expect(documented.filter { !known.contains($0) && $0 != "BELFRY_CONFIG" } == [])
    }

    @Test(arguments: NotifierRegistry.receiverKeys)
    func everyKindOfTargetIsDocumented(key: String) {
        #expect(lines.contains { $0.contains("`\(key)`") })
    }
}
