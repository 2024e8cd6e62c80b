import BelfryCore
import Foundation
import Testing

@testable import BelfryServer

struct RuleFileLoaderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["b.yaml", "a.yaml", "a.test.yaml", "c.txt", "sub/d.yaml"] {
            try folder.write("# \(name)", to: "alerts/\(name)")
        }
    }

    @Test func withoutPatternsTheBuiltInRulesCount() {
        let (files, problems) = RuleFileLoader.load(nil)
        #expect(files == [BuiltInRules.file])
        #expect(problems == [])
        #expect(RuleSet.load(files).rules != nil)
    }

    @Test func aPatternFindsFilesInOrderWithoutTheirTests() {
        let alerts = "\(folder.path)/alerts"
        let (files, problems) = RuleFileLoader.load(["\(alerts)/*.yaml", "\(alerts)/a.yaml", "\(alerts)/sub/d.yaml"])
        #expect(files.map(\.name) == ["a.yaml", "b.yaml", "sub/d.yaml"].map { "\(alerts)/\($0)" })
        #expect(files.map(\.text) == ["# a.yaml", "# b.yaml", "# sub/d.yaml"])
        #expect(problems == [])
    }

    @Test func rulesForPrometheusAreNoRulesOfBelfry() throws {
        let alerts = ProjectFolder.root.appending(path: "alerts").path
        #expect(FileManager.default.fileExists(atPath: "\(alerts)/prometheus/alerting.yaml"))
        let (files, problems) = RuleFileLoader.load(["\(alerts)/*.yaml"])
        #expect(files.map(\.name) == ["\(alerts)/belfry.yaml"])
        #expect(problems == [])
    }

    @Test(arguments: ["none/*.yaml", "alerts/x.yaml", "alerts/*.test.yaml", ""])
    func aPatternThatMatchesNothingIsAnError(pattern: String) {
        let pattern = pattern.isEmpty ? "" : "\(folder.path)/\(pattern)"
        let (files, problems) = RuleFileLoader.load([pattern])
        #expect(files == [])
        #expect(problems.map(\.description) == ["\(pattern): error: matches no file (rule_files)"])
    }

    @Test func aFolderIsNoRuleFile() {
        let problems = RuleFileLoader.load(["\(folder.path)/alerts"]).problems
        #expect(problems.map(\.message) == ["cannot be read: it is a folder (rule_files)"])
    }
}
